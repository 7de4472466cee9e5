function __netquiz_complete
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  set -l program $before[1]
  set -e before[1]
  $program $before "$current" --generate-bash-completion 2>/dev/null
end
complete -c netquiz -a '(__netquiz_complete)'
