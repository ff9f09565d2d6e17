#compdef hub
# Completion of hub for zsh. 'hub completion --help' says how to install it.

_hub() {
  local -a lines values shown begun begunshown
  local -A helps
  local line value help width=0
  lines=("${(@f)$("${(Q)words[1]/#\~/$HOME}" __complete $((CURRENT - 2)) "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  local kind=$lines[1]
  for line in "${(@)lines[2,-1]}"; do
    value=${line%%$'\t'*}
    [[ -n $value ]] || continue
    helps[$value]=${line#*$'\t'}
    (( ${#value} > width )) && width=${#value}
    if [[ $value == *[/:=,] ]]; then begun+=("$value"); else values+=("$value"); fi
  done
  for value in $values; do
    help=$helps[$value] && shown+=("${${help:+${(r:width:)value}  -- $help}:-$value}")
  done
  for value in $begun; do
    help=$helps[$value] && begunshown+=("${${help:+${(r:width:)value}  -- $help}:-$value}")
  done
  local found=1
  (( ${#values} )) && compadd -V hub -l -d shown -a values && found=0
  (( ${#begun} )) && compadd -V hub-begun -S '' -l -d begunshown -a begun && found=0
  case $kind in
    files|folders)
      [[ $words[CURRENT] == --*=* ]] && compset -P '*='
      if [[ $kind == files ]]; then _files && found=0; else _files -/ && found=0; fi
      ;;
  esac
  return found
}

if [[ $funcstack[1] == _hub ]]; then
  _hub "$@"
else
  compdef _hub hub
fi
