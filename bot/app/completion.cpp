#include "bot/app/completion.h"

#include <fmt/format.h>

#include "bot/base/text.h"

namespace tocsin::app {
namespace {

std::string names(const std::vector<VerbWords>& verbs) {
    std::vector<std::string> words;
    for (const auto& verb : verbs) words.push_back(verb.name);
    return join(words, " ");
}

std::string bash(const std::vector<VerbWords>& verbs) {
    std::string cases;
    for (const auto& verb : verbs) {
        cases += fmt::format("        {}) words=\"{}\" ;;\n", verb.name, join(verb.options, " "));
    }
    return fmt::format(R"(_tocsin() {{
    local words="{}"
    if [ "$COMP_CWORD" -gt 1 ]; then
        case "${{COMP_WORDS[1]}}" in
{}        *) words="" ;;
        esac
    fi
    case "${{COMP_WORDS[COMP_CWORD-1]}}" in
        --config | --state | file) COMPREPLY=($(compgen -f -- "${{COMP_WORDS[COMP_CWORD]}}")); return ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o default -F _tocsin tocsin
)",
                       names(verbs), cases);
}

std::string zsh(const std::vector<VerbWords>& verbs) {
    std::string list;
    std::string cases;
    for (const auto& verb : verbs) {
        list += fmt::format("        '{}:{}'\n", verb.name, replace_all(verb.does, "'", "'\\''"));
        cases += fmt::format("        {}) compadd -- {} ;;\n", verb.name, join(verb.options, " "));
    }
    return fmt::format(R"(#compdef tocsin
_tocsin() {{
    local -a verbs=(
{}    )
    if (( CURRENT == 2 )); then
        _describe 'verb' verbs
        return
    fi
    case "${{words[2]}}" in
{}    esac
    _files
}}
_tocsin "$@"
)",
                       list, cases);
}

std::string fish(const std::vector<VerbWords>& verbs) {
    std::string out = "complete -c tocsin -n __fish_use_subcommand -f\n";
    for (const auto& verb : verbs) {
        out += fmt::format("complete -c tocsin -n __fish_use_subcommand -a {} -d '{}'\n", verb.name,
                           replace_all(verb.does, "'", "\\'"));
        for (const auto& option : verb.options) {
            if (!option.starts_with("--")) continue;
            out += fmt::format("complete -c tocsin -n '__fish_seen_subcommand_from {}' -l {}\n", verb.name,
                               option.substr(2));
        }
    }
    return out;
}

}  // namespace

std::string completion(std::string_view shell, const std::vector<VerbWords>& verbs) {
    if (shell == "bash") return bash(verbs);
    return shell == "zsh" ? zsh(verbs) : fish(verbs);
}

}  // namespace tocsin::app
