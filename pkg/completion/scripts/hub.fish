# Completion of hub for fish. 'hub completion --help' says how to install it.

function __hub_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l unquoted (string unescape -- "$current")
    test (count $unquoted) -eq 1; or set unquoted $current
    set -l hub $words[1]
    set -e words[1]
    set -l lines ($hub __complete (count $words) $words "$unquoted" 2>/dev/null)
    set -l kind $lines[1]
    set -e lines[1]
    for line in $lines
        echo $line
    end
    set -l before (string match -r -- '^--[^=]*=' "$current")
    set -l path (string replace -r -- '^--[^=]*=' '' "$current")
    switch "$kind"
        case files
            for file in (__fish_complete_path "$path")
                echo "$before$file"
            end
        case folders
            for folder in (__fish_complete_directories "$path" '')
                echo "$before$folder"
            end
    end
end

complete -c hub -f -k -a '(__hub_complete)'
