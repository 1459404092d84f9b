# Completes momviewer's verbs, options, manuals and targets in bash.

_momviewer() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} verb='' sub='' word
    local -a data=() words=()
    local index
    for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        case $word in
            --data-dir) data=(--data-dir "${COMP_WORDS[index + 1]}"); ((index++)) ;;
            -*) ;;
            *) if [[ -z $verb ]]; then verb=$word; elif [[ -z $sub ]]; then sub=$word; fi ;;
        esac
    done
    COMPREPLY=()

    _momviewer_asked() { momviewer complete "${data[@]}" "$@" 2>/dev/null | cut -f 1; }
    _momviewer_offer() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }

    case $prev in
        --data-dir) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
        --manual | --replaces) _momviewer_offer "$(_momviewer_asked manuals)"; return ;;
        --theme) _momviewer_offer "light dark"; return ;;
        --limit | --size | --title | --set | --query | --only) return ;;
    esac
    case $verb in
        '')
            if [[ $cur == -* ]]; then
                _momviewer_offer "--help --data-dir"
            else
                _momviewer_offer "search show explain library screenshot $(_momviewer_asked targets "$cur")"
            fi ;;
        search) [[ $cur != -* ]] || _momviewer_offer "--manual --all --limit --json --batch --data-dir --help" ;;
        explain) [[ $cur != -* ]] || _momviewer_offer "--json --batch --data-dir --help" ;;
        show)
            if [[ $cur == -* ]]; then
                _momviewer_offer "--code --json --manual --data-dir --help"
            else
                _momviewer_offer "$(_momviewer_asked targets "$cur")"
            fi ;;
        screenshot)
            if [[ $cur == -* ]]; then
                _momviewer_offer "--query --theme --size --manual --data-dir --help"
            elif [[ -z $sub ]]; then
                mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            else
                _momviewer_offer "$(_momviewer_asked targets "$cur")"
            fi ;;
        library)
            if [[ $cur == -* ]]; then
                case $sub in
                    add) words=(--title --set --replaces --list --only) ;;
                    rename) words=(--title --set) ;;
                esac
                _momviewer_offer "--json --data-dir --help ${words[*]}"
            else
                case $sub in
                    '') _momviewer_offer "list add rename remove rebuild changes verify" ;;
                    add) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
                    rename | remove | rebuild | changes | verify) _momviewer_offer "$(_momviewer_asked manuals)" ;;
                esac
            fi ;;
    esac
}

complete -o filenames -o bashdefault -F _momviewer momviewer
