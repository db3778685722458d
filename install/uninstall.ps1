# Removes the xlhedge add-in of the current user, and every trace of it.
#
#   powershell -ExecutionPolicy Bypass -File uninstall.ps1 [-DryRun] [-Quiet]
#
# Exit codes: 0 done (or nothing was installed), 2 not possible and nothing changed.
param([switch]$DryRun, [switch]$Quiet)
$ErrorActionPreference = "Stop"

$options = @()
if ($DryRun) { $options += "--dry-run" }
if ($Quiet) { $options += "--quiet" }
$home_of_python = Join-Path $env:LOCALAPPDATA "xlhedge\python"
foreach ($place in "python.exe", "Scripts\python.exe") {
    $python = Join-Path $home_of_python $place
    if (Test-Path $python) {
        & $python -I -m xlhedge.excel.install_main uninstall @options
        exit $LASTEXITCODE
    }
}
if (-not $Quiet) { Write-Output "xlhedge is not installed." }
exit 0
