@echo off
rem Installs voiceportd as a service of Windows, or brings the installed one up to date. To be run as administrator, from the
rem bin of an unpacked archive, with prunsrv.exe (procrun of Apache Commons Daemon, 64 bit) beside it: docs\windows.md tells
rem where that comes from. VOICEPORTD_JAVA_HOME or JAVA_HOME names the Java, 17 or newer.
setlocal DisableDelayedExpansion
set "VP_NAME=voiceportd"
set "VP_BIN=%~dp0"
for %%I in ("%~dp0..") do set "VP_HOME=%%~fI"
set "VP_RUN=%VP_BIN%prunsrv.exe"

fltmc >nul 2>&1
if errorlevel 1 (
  echo install-service: this is for an administrator: open the command prompt with 'Run as administrator' 1>&2
  exit /b 2
)
if not exist "%VP_RUN%" (
  echo install-service: prunsrv.exe is missing in this directory, docs\windows.md tells where it comes from 1>&2
  exit /b 2
)
if not exist "%VP_HOME%\lib\voiceportd.jar" (
  echo install-service: lib\voiceportd.jar is missing: this is no whole installation 1>&2
  exit /b 2
)
rem Both are what procrun separates its options by.
set "VP_REST=%VP_HOME:;=%"
set "VP_REST=%VP_REST:#=%"
if not "%VP_REST%"=="%VP_HOME%" (
  echo install-service: the directory's name has ; or # in it, which a service can't have: move it 1>&2
  exit /b 2
)
set "VP_JAVA=%JAVA_HOME%"
if defined VOICEPORTD_JAVA_HOME set "VP_JAVA=%VOICEPORTD_JAVA_HOME%"
set "VP_JVM=%VP_JAVA%\bin\server\jvm.dll"
if not exist "%VP_JVM%" (
  echo install-service: no Java was found: set JAVA_HOME to one, 17 or newer, with bin\server\jvm.dll in it 1>&2
  exit /b 2
)

rem Each jar by name: it is the launcher of Java that knows *, and a service has none.
set "VP_CP="
for %%F in ("%VP_HOME%\lib\*.jar") do call :add "%%~fF"

for %%D in (certs messages run logs) do if not exist "%VP_HOME%\%%D" mkdir "%VP_HOME%\%%D"

set "VP_DO=//IS"
sc query %VP_NAME% >nul 2>&1
if not errorlevel 1 set "VP_DO=//US"

"%VP_RUN%" %VP_DO%//%VP_NAME% ^
 --DisplayName="voiceportd" ^
 --Description="Voice messaging ports for Cisco call managers" ^
 --Install="%VP_RUN%" ^
 --Startup=auto ^
 --ServiceUser="NT Authority\LocalService" ^
 --Jvm="%VP_JVM%" ^
 --Classpath="%VP_CP%" ^
 --JvmOptions="-Dvoiceportd.home=%VP_HOME%;-Dvoiceportd.config=%VP_HOME%\config\voiceportd.yaml" ^
 ++JvmOptions=-Xrs ^
 --JvmOptions9="--enable-native-access=ALL-UNNAMED;--add-opens=java.base/sun.security.provider=ALL-UNNAMED" ^
 --StartMode=jvm ^
 --StartClass=org.voiceport.daemon.WindowsService ^
 --StartMethod=start ^
 --StartPath="%VP_HOME%" ^
 --StopMode=jvm ^
 --StopClass=org.voiceport.daemon.WindowsService ^
 --StopMethod=stop ^
 --StopTimeout=15 ^
 --LogPath="%VP_HOME%\logs" ^
 --LogPrefix=procrun ^
 --StdOutput=auto ^
 --StdError=auto
if errorlevel 1 (
  echo install-service: prunsrv.exe could not do it, the directory logs tells why 1>&2
  exit /b 1
)

rem A user of its own, which Windows makes for the service and which has no password.
sc config %VP_NAME% obj= "NT SERVICE\%VP_NAME%" password= "" >nul
if errorlevel 1 (
  echo install-service: the service could not be given the account NT SERVICE\%VP_NAME% 1>&2
  exit /b 1
)
rem What crashes is started again after 5 s. What ends by itself, as with a configuration that can't be used, is not.
sc failure %VP_NAME% reset= 300 actions= restart/5000/restart/5000/restart/60000 >nul

rem S-1-5-18 is the system, S-1-5-32-544 the administrators, whatever their names are in this language.
for %%D in (certs messages run logs) do call :grant "%VP_HOME%\%%D" M || exit /b 1
call :grant "%VP_HOME%\config" RX || exit /b 1
icacls "%VP_HOME%" /grant "NT SERVICE\%VP_NAME%:(OI)(CI)RX" /q >nul
if errorlevel 1 (
  echo install-service: the rights of this installation could not be set 1>&2
  exit /b 1
)
echo installed. Next: bin\voiceportd.cmd check, then: net start %VP_NAME%
exit /b 0

:add
if defined VP_CP (set "VP_CP=%VP_CP%;%~1") else set "VP_CP=%~1"
exit /b 0

rem For the service, with the right %2, for administrators and the system, and for nobody else.
:grant
icacls %1 /inheritance:r /grant:r "NT SERVICE\%VP_NAME%:(OI)(CI)%2" "*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F" /q >nul
if errorlevel 1 (
  echo install-service: the rights of %1 could not be set 1>&2
  exit /b 1
)
exit /b 0
