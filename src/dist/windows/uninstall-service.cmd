@echo off
rem Stops and removes the service that install-service.cmd made. Configuration, keys, messages and logs stay. To be run as
rem administrator.
setlocal DisableDelayedExpansion
set "VP_NAME=voiceportd"
set "VP_RUN=%~dp0prunsrv.exe"

fltmc >nul 2>&1
if errorlevel 1 (
  echo uninstall-service: this is for an administrator: open the command prompt with 'Run as administrator' 1>&2
  exit /b 2
)
sc query %VP_NAME% >nul 2>&1
if errorlevel 1 (
  echo uninstall-service: there is no service %VP_NAME% 1>&2
  exit /b 1
)
if not exist "%VP_RUN%" (
  echo uninstall-service: prunsrv.exe is missing in this directory, docs\windows.md tells where it comes from 1>&2
  exit /b 2
)
rem It stops the service first.
"%VP_RUN%" //DS//%VP_NAME%
if errorlevel 1 (
  echo uninstall-service: prunsrv.exe could not do it, the directory logs tells why 1>&2
  exit /b 1
)
echo removed. Configuration, keys, messages and logs are still there
exit /b 0
