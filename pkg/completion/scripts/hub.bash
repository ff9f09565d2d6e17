# Completion of hub for bash. 'hub completion --help' says how to install it.

_hub_plain() { # a word as the shell would pass it, into plain
  case $1 in
  \'*) plain=${1#\'} plain=${plain%\'} ;;
  \"*)
    plain=${1#\"} plain=${plain%\"}
    local rest=$plain
    plain=
    while [[ $rest == *\\[\$\`\"\\]* ]]; do # a backslash means something only there
      plain+=${rest%%\\[\$\`\"\\]*} rest=${rest#"${rest%%\\[\$\`\"\\]*}"\\}
      plain+=${rest:0:1} rest=${rest:1}
    done
    plain+=$rest
    ;;
  *) plain=${1//\\/} ;;
  esac
}

_hub_quoted() { # value as it is typed after the opening quote $1, into value: nothing in it means anything
  local rest=$value i char
  value=
  for ((i = 0; i < ${#rest}; i++)); do
    char=${rest:i:1}
    case $1$char in
    "''") value+="'\\''" ;;
    \"[\$\`\"\\]) value+=\\$char ;;
    '"!') value+=\"\'\!\'\" ;;
    *) value+=$char ;;
    esac
  done
}

_hub_complete() {
  local hub=${1/#\~/$HOME} words=() plain rest i
  # bash splits words at = and :, hub does not.
  rest=${COMP_LINE#*"${COMP_WORDS[0]}"}
  for ((i = 1; i <= COMP_CWORD; i++)); do
    if [[ ${#words[@]} == 0 || $rest == [[:space:]]* ]]; then
      words+=("${COMP_WORDS[i]}")
    else
      words[${#words[@]} - 1]+=${COMP_WORDS[i]}
    fi
    rest=${rest#*"${COMP_WORDS[i]}"}
  done
  local index=$((${#words[@]} - 1)) current=${COMP_WORDS[COMP_CWORD]} cut
  [[ $current == *[!:=]* ]] || current=
  cut=$((${#words[index]} - ${#current})) # what stays on the line
  for ((i = 0; i <= index; i++)); do
    _hub_plain "${words[i]}"
    words[i]=$plain
  done

  local kind= value help values=() helps=() width=0
  while IFS=$'\t' read -r value help; do
    if [[ -z $kind ]]; then
      kind=$value
      continue
    fi
    value=${value:cut}
    case $current in
    \'* | \"*) [[ $value != *[\'\"\$\`\\!]* ]] || _hub_quoted "${current:0:1}" ;;
    *) [[ $value != *[!A-Za-z0-9_./:=,@%+-]* ]] || printf -v value %q "$value" ;;
    esac
    values+=("$value")
    helps+=("$help")
    ((${#value} <= width)) || width=${#value}
  done < <("$hub" __complete "$index" "${words[@]}" 2>/dev/null)

  COMPREPLY=()
  if [[ $kind == files || $kind == folders ]]; then
    _hub_plain "$current"
    while IFS= read -r value; do COMPREPLY+=("$value"); done < <(
      if [[ $kind == files ]]; then compgen -f -- "$plain"; else compgen -d -- "$plain"; fi
    )
    ((${#COMPREPLY[@]} == 0)) || compopt -o filenames 2>/dev/null
  fi
  if [[ ${COMP_TYPE:-9} == 63 && ${#values[@]} -gt 1 ]]; then # only listed, so with descriptions
    for i in "${!values[@]}"; do
      [[ -z ${helps[i]} ]] || printf -v "values[i]" "%-${width}s  (%s)" "${values[i]}" "${helps[i]}"
    done
  elif [[ ${#values[@]} == 1 && ${values[0]} == *[/:=,] ]]; then
    compopt -o nospace 2>/dev/null
  fi
  COMPREPLY+=("${values[@]}")
}

complete -F _hub_complete hub
