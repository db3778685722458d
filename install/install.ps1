# Installs the xlhedge add-in for the current user. No administrator is needed.
#
#   powershell -ExecutionPolicy Bypass -File install.ps1 [-Wheels FOLDER] [-Addin FILE] [-DryRun] [-Quiet]
#
# FOLDER (by default "wheels" beside this script) holds xlhedge's wheel, those it needs, pip's, and
# python.org's embeddable Python (python-3.x.y-embed-amd64.zip): then nothing else is needed, no
# network and no Python. Without such a folder an installed Python 3.11 or later with xlhedge
# (pip install "xlhedge[desk]") does the work. FILE is an xlhedge.xlam that you signed (by default
# the one beside this script, if there is one; else xlhedge brings its own).
# Exit codes: 0 done, 2 not possible and nothing changed.
param([string]$Wheels = "", [string]$Addin = "", [switch]$DryRun, [switch]$Quiet)
$ErrorActionPreference = "Stop"

function Stop-With([string]$Sentence) {
    [Console]::Error.WriteLine($Sentence)
    exit 2
}

function Get-Launcher {
    $launcher = Get-Command "py.exe" -CommandType Application -ErrorAction SilentlyContinue
    if (-not $launcher) {
        Stop-With ("There is no Python here (py.exe). Give a folder of wheels that holds " +
            "python.org's embeddable Python with -Wheels, or install Python from python.org.")
    }
    $path = ($launcher | Select-Object -First 1).Path
    & $path -3 -c "from sys import exit, version_info; exit(version_info < (3, 11))"
    if ($LASTEXITCODE -ne 0) {
        Stop-With ("The Python that py -3 starts is older than 3.11. Install a newer one from " +
            "python.org, or give a folder of wheels with the embeddable Python with -Wheels.")
    }
    return $path
}

$options = @()
if ($DryRun) { $options += "--dry-run" }
if ($Quiet) { $options += "--quiet" }
if (-not $Addin) {
    $beside = Join-Path $PSScriptRoot "xlhedge.xlam"
    if (Test-Path -LiteralPath $beside) { $Addin = $beside }
}
if ($Addin) { $options += @("--addin", $Addin) }
if (-not $Wheels) {
    $beside = Join-Path $PSScriptRoot "wheels"
    if (Test-Path -LiteralPath $beside) { $Wheels = $beside }
}

if (-not $Wheels) {
    $python = Get-Launcher
    & $python -3 -m xlhedge.excel.install_main install @options
    exit $LASTEXITCODE
}

if (-not (Test-Path -LiteralPath $Wheels -PathType Container)) {
    Stop-With "$Wheels is not a folder; -Wheels takes the folder of wheels."
}
# ProviderPath, because Path of a network folder begins with PowerShell's own words; the dot,
# because a backslash before the closing quote would reach Python as a quote.
$Wheels = Join-Path (Resolve-Path -LiteralPath $Wheels).ProviderPath "."
$wheel = @(Get-ChildItem -LiteralPath $Wheels -Filter "xlhedge-*.whl")
if ($wheel.Count -ne 1) {
    Stop-With "$Wheels holds $($wheel.Count) files xlhedge-*.whl; exactly one is needed."
}
$archive = @(Get-ChildItem -LiteralPath $Wheels -Filter "python-*-embed-*.zip")
if ($archive.Count -gt 1) {
    Stop-With "$Wheels holds $($archive.Count) files python-*-embed-*.zip; keep one."
}
# The installer is run out of its wheel, by the Python that lies beside it or by an installed one.
$start = "import sys; sys.path.insert(0, sys.argv.pop(1)); " +
    "import xlhedge.excel.install_main as it; sys.exit(it.main())"
if ($archive.Count -eq 0) {
    $python = Get-Launcher
    & $python -3 -c $start $wheel[0].FullName install --wheels $Wheels @options
    exit $LASTEXITCODE
}
$temporary = Join-Path ([IO.Path]::GetTempPath()) ("xlhedge-" + [Guid]::NewGuid())
try {
    Expand-Archive -LiteralPath $archive[0].FullName -DestinationPath $temporary
    $python = Join-Path $temporary "python.exe"
    & $python -c $start $wheel[0].FullName install --wheels $Wheels @options
    $code = $LASTEXITCODE
} finally {
    if (Test-Path -LiteralPath $temporary) {
        Remove-Item -LiteralPath $temporary -Recurse -Force -ErrorAction SilentlyContinue
    }
}
exit $code
