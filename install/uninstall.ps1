# Removes the xlhedge add-in of the current user, and every trace of it.
#
#   powershell -ExecutionPolicy Bypass -File uninstall.ps1 [-DryRun] [-Quiet]
#
# The add-in's own Python does the work. Where that is gone, an installed Python with xlhedge does;
# where there is none, run install.ps1 first, which repairs the add-in.
# Exit codes: 0 done (or nothing was installed), 2 not possible and nothing changed.
param([switch]$DryRun, [switch]$Quiet)
$ErrorActionPreference = "Stop"

$options = @()
if ($DryRun) { $options += "--dry-run" }
if ($Quiet) { $options += "--quiet" }
$root = Join-Path $env:LOCALAPPDATA "xlhedge"
$traces = @(
    (Join-Path $root "python"), (Join-Path $root "xlhedge.xlam"),
    "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\xlhedge"
)
if (-not (@($traces | Where-Object { Test-Path -LiteralPath $_ }).Count)) {
    if (-not $Quiet) { Write-Output "Nothing was installed; nothing to do." }
    exit 0
}
foreach ($place in "python\python.exe", "python\Scripts\python.exe") {
    $python = Join-Path $root $place
    if (Test-Path -LiteralPath $python) {
        & $python -I -c "import xlhedge.excel.install_main"
        if ($LASTEXITCODE -eq 0) {
            & $python -I -m xlhedge.excel.install_main uninstall @options
            exit $LASTEXITCODE
        }
    }
}
$launcher = Get-Command "py.exe" -CommandType Application -ErrorAction SilentlyContinue
if ($launcher) {
    $python = ($launcher | Select-Object -First 1).Path
    & $python -3 -c "import xlhedge.excel.install_main"
    if ($LASTEXITCODE -eq 0) {
        & $python -3 -m xlhedge.excel.install_main uninstall @options
        exit $LASTEXITCODE
    }
}
[Console]::Error.WriteLine("The add-in's own Python is gone. Run install.ps1, which repairs it, " +
    "then this again.")
exit 2
