#!/usr/bin/env bash
# Checks what is installed, builds once (Release) and runs every test: JavaScript, engine, components, server, browser.
# The engine's numeric tests run three times: with the machine's vectors, without AVX-512, without any SIMD instruction.
# Then a line of counts for each run; last line: "N passed, N failed, N skipped". Exit code 0 only when something ran and nothing failed.
# PRUNINGLAB_CHROMIUM names another Chromium or Chrome for the browser tests.
# TORCH=cpu ./test.sh (or cuda-linux, cuda-windows) builds and tests everything with TorchSharp instead, the tests of that backend among
# them; MSBuild reads the variable as its property Torch. RestoreAdditionalProjectSources=FOLDER adds a feed of packages to NuGet's.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
configuration=Release
results=artifacts/test-results
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

stop() {
  printf '%s\n' "$1" '0 passed, 1 failed, 0 skipped'
  exit 1
}

major() { "$1" --version 2>/dev/null | sed -n 's/^v\{0,1\}\([0-9][0-9]*\)\..*/\1/p' | head -n 1; }

case "${TORCH:-}" in
  '' | cpu | cuda-linux | cuda-windows) ;;
  *) stop "There is no build with TORCH=$TORCH: choose cpu, cuda-linux or cuda-windows, or unset TORCH for the managed engine alone." ;;
esac
command -v dotnet >/dev/null || stop 'The .NET SDK was not found; install the .NET SDK 10 or newer (https://dot.net) and run ./test.sh again.'
dotnet=$(major dotnet)
[ -n "$dotnet" ] && [ "$dotnet" -ge 10 ] || stop "The .NET SDK ${dotnet:-asked for in global.json} is missing or too old; install the .NET SDK 10 or newer (https://dot.net) and run ./test.sh again."
command -v node >/dev/null || stop 'Node.js was not found; install Node.js 20 or newer (https://nodejs.org) and run ./test.sh again.'
node=$(major node)
[ -n "$node" ] && [ "$node" -ge 20 ] || stop "Node.js ${node:-} is too old; install Node.js 20 or newer (https://nodejs.org) and run ./test.sh again."

find_chromium() {
  if [ -n "${PRUNINGLAB_CHROMIUM:-}" ]; then
    [ -x "$PRUNINGLAB_CHROMIUM" ]
    return
  fi
  local place
  for place in /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'; do
    [ -x "$place" ] && return 0
  done
  return 1
}

install_chromium() {
  command -v apt-get >/dev/null || return 1
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || return 1
    root=(sudo -n)
  fi
  echo 'Installing Chromium for the browser tests …'
  "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
}

if ! find_chromium; then
  [ -z "${PRUNINGLAB_CHROMIUM:-}" ] || stop "PRUNINGLAB_CHROMIUM names $PRUNINGLAB_CHROMIUM, which is not a program; give the path of Chromium or Chrome."
  install_chromium && find_chromium || stop 'The browser tests need Chromium, and it could not be installed from here; install it (Debian: apt-get install chromium) or name one in PRUNINGLAB_CHROMIUM.'
fi

rm -rf "$results"
mkdir -p "$results"

# Lock files of a build with TorchSharp (packages.torch-….lock.json) are held to where they are, and written where they are not.
echo "Restoring${TORCH:+ with Torch=$TORCH} …"
dotnet restore PruningLab.sln --locked-mode --verbosity quiet || stop 'The packages could not be restored exactly as the lock files say; the messages above name them.'
echo "Building${TORCH:+ with Torch=$TORCH} …"
dotnet build PruningLab.sln --configuration "$configuration" --no-restore --verbosity quiet -consoleLoggerParameters:NoSummary || stop 'The build failed; the messages above say where.'

failed=0
shopt -s nullglob
scripts=(tests/js/*.test.mjs)
if [ "${#scripts[@]}" -gt 0 ]; then
  echo 'Testing JavaScript …'
  node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=junit --test-reporter-destination="$results/javascript.xml" "${scripts[@]}" || failed=1
fi

# test_project RUN PROJECT [FILTER]: runs a project's tests; the results go by the name of the run.
test_project() {
  echo "Testing $1 …"
  dotnet test "$2" --configuration "$configuration" --no-build --verbosity quiet ${3:+--filter "$3"} \
    --logger "trx;LogFileName=$1.trx" --logger 'console;verbosity=minimal' --results-directory "$results" \
    --blame-hang-timeout 5min --blame-hang-dump-type none || failed=1
  if [ ! -f "$results/$1.trx" ]; then
    echo "$1 left no results."
    failed=1
  fi
}

for project in tests/*/*.csproj; do
  run=$(basename "$project" .csproj)
  if [ "$run" = PruningLab.Engine.Torch.Tests ] && [ -z "${TORCH:-}" ]; then
    echo 'this build has no TorchSharp, so that they are not compiled; TORCH=cpu ./test.sh runs them' >"$results/$run.left-out"
    continue
  fi
  test_project "$run" "$project"
done

# What computes must also pass on machines with narrower vectors, or none. A test fails a run that has them all the same.
# Left out without SIMD, where vectors in software take a hundred times as long: long training runs, conformance of vectors, sizes in memory.
engine=tests/Engine.Tests/PruningLab.Engine.Tests.csproj
numeric='FullyQualifiedName~.Kernels.|FullyQualifiedName~.Networks.|FullyQualifiedName~.Golden.|FullyQualifiedName~.Conformance.|FullyQualifiedName~.Plasticity.|FullyQualifiedName~.Training.|FullyQualifiedName~.Prediction.'
DOTNET_EnableAVX512=0 PRUNINGLAB_EXPECT_VECTORS=256 test_project 'PruningLab.Engine.Tests without AVX-512' "$engine" "$numeric"
DOTNET_EnableHWIntrinsic=0 PRUNINGLAB_EXPECT_VECTORS=none test_project 'PruningLab.Engine.Tests without SIMD' "$engine" \
  "($numeric)&FullyQualifiedName!~.ReadyExperimentTests.&FullyQualifiedName!~.ManagedVector&FullyQualifiedName!~_IsWhatTheNetworkAllocates"

node build/count-tests.mjs "$results" || failed=1
exit "$failed"
