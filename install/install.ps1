# Installs the xlhedge add-in for the current user. No administrator is needed.
#
#   powershell -ExecutionPolicy Bypass -File install.ps1 [-Wheels FOLDER] [-DryRun] [-Quiet]
#
# FOLDER (by default "wheels" beside this script) holds xlhedge's wheel, those it needs, pip's, and
# python.org's embeddable Python (python-3.x.y-embed-amd64.zip): then nothing else is needed, no
# network and no Python. Without such a folder an installed Python 3.11 or later with xlhedge
# (pip install xlhedge) does the work. Exit codes: 0 done, 2 not possible and nothing changed.
param([string]$Wheels = "", [switch]$DryRun, [switch]$Quiet)
$ErrorActionPreference = "Stop"

$options = @()
if ($DryRun) { $options += "--dry-run" }
if ($Quiet) { $options += "--quiet" }
if (-not $Wheels) {
    $beside = Join-Path $PSScriptRoot "wheels"
    if (Test-Path $beside) { $Wheels = $beside }
}

if (-not $Wheels) {
    & py -3 -m xlhedge.excel.install_main install @options
    exit $LASTEXITCODE
}

$Wheels = (Resolve-Path $Wheels).Path
$wheel = Get-ChildItem $Wheels -Filter "xlhedge-*.whl" | Select-Object -Last 1
if (-not $wheel) { [Console]::Error.WriteLine("$Wheels holds no xlhedge-*.whl."); exit 2 }
# The installer is run out of its wheel, by the Python that lies beside it or by an installed one.
$start = "import sys; sys.path.insert(0, sys.argv.pop(1)); " +
    "import xlhedge.excel.install_main as it; sys.exit(it.main())"
$archive = Get-ChildItem $Wheels -Filter "python-*-embed-*.zip" | Select-Object -Last 1
$temporary = Join-Path ([IO.Path]::GetTempPath()) ("xlhedge-" + [Guid]::NewGuid())
try {
    if ($archive) {
        Expand-Archive -Path $archive.FullName -DestinationPath $temporary
        & (Join-Path $temporary "python.exe") -c $start $wheel.FullName install --wheels $Wheels @options
    } else {
        & py -3 -c $start $wheel.FullName install --wheels $Wheels @options
    }
    $code = $LASTEXITCODE
} finally {
    if (Test-Path $temporary) { Remove-Item $temporary -Recurse -Force }
}
exit $code
