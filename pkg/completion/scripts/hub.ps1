# Completion of hub for PowerShell. 'hub completion --help' says how to install it.

Register-ArgumentCompleter -Native -CommandName @('hub', 'hub.exe') -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @()
    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
        if ($element.Extent.StartOffset -ge $cursorPosition) { break }
        $text = $element.Extent.Text
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $text = $element.Value }
        if ($element.Extent.EndOffset -gt $cursorPosition) {
            $text = $element.Extent.Text.Substring(0, $cursorPosition - $element.Extent.StartOffset)
        }
        $words += $text
        $end = $element.Extent.EndOffset
    }
    # Without a word at the cursor, an empty one is completed, which hub sees by the index.
    $index = $words.Count
    if ($index -gt 0 -and $end -ge $cursorPosition) { $index-- }
    # PowerShell replaces a part of the word, behind a comma.
    $cut = 0
    if ($index -lt $words.Count -and $words[$index].EndsWith($wordToComplete)) {
        $cut = $words[$index].Length - $wordToComplete.Length
    }
    $hub = $commandAst.CommandElements[0].Extent.Text
    $lines = @(& $hub __complete $index @words 2>$null)
    $kind = $lines | Select-Object -First 1
    foreach ($line in ($lines | Select-Object -Skip 1)) {
        $value, $help = $line -split "`t", 2
        if ($value.Length -le $cut) { continue }
        if (-not $help) { $help = $value }
        $value = $value.Substring($cut)
        $quoted = $value
        if ($value -match '[^A-Za-z0-9_./:=~+%-]') { $quoted = "'" + ($value -replace "'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($quoted, $value, 'ParameterValue', $help)
    }
    if ($kind -eq 'files' -or $kind -eq 'folders') {
        $before, $path = '', $wordToComplete
        if ($wordToComplete -match '^(--[^=]*=)(.*)$') { $before, $path = $Matches[1], $Matches[2] }
        foreach ($found in [System.Management.Automation.CompletionCompleters]::CompleteFilename($path)) {
            if ($kind -eq 'files' -or $found.ResultType -eq 'ProviderContainer') {
                [System.Management.Automation.CompletionResult]::new($before + $found.CompletionText, $found.ListItemText, $found.ResultType, $found.ToolTip)
            }
        }
    }
}
