/**
 * The script for bash, 3.2 of macOS included. That of @bomb.sh/tab needs the package bash-completion, lists no files, knows no
 * `--option=value`, complains when it is read twice, and runs what stands on the line through `eval`.
 *
 * The line goes to the program as one text. Where bash splits words at `=`, only the value is replaced; where not, the whole word.
 */
export const bashScript = `# bash completion for gateway-alb; in ~/.bashrc: eval "$(gateway-alb complete bash)"
_gateway_alb() {
  local reply directive=0 option= word="\${COMP_WORDS[COMP_CWORD]}"
  case $word in --*=*) option="\${word%%=*}=" ;; esac
  COMPREPLY=()
  while IFS= read -r reply; do
    case $reply in
      :*) directive="\${reply#:}" ;;
      *) COMPREPLY+=("$option\${reply%%$'\\t'*}") ;;
    esac
  done < <(gateway-alb complete --line "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  type compopt &>/dev/null || return 0
  (( directive & 2 )) && compopt -o nospace
  (( directive & 4 )) && compopt +o default
  (( directive & 16 )) && compopt -o dirnames
  return 0
}
complete -o default -F _gateway_alb gateway-alb
`;
