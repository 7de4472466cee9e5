#compdef netquiz
_netquiz() {
  local -a candidates
  candidates=("${(@f)$("${words[1]}" "${(@)words[2,CURRENT]}" --generate-bash-completion 2>/dev/null)}")
  if [[ -n "${candidates[1]}" ]]; then
    compadd -a candidates
  else
    _files
  fi
}
if [[ "${funcstack[1]}" == _netquiz ]]; then
  _netquiz "$@"
else
  compdef _netquiz netquiz
fi
