@echo off
rem Runs voiceportd: needs a JDK 17 or newer, from a checkout builds what is missing.
rem VOICEPORTD_JAVA_HOME or JAVA_HOME names the JDK, else the java on PATH. VOICEPORTD_OPTS holds more JVM options.
setlocal
for %%I in ("%~dp0..") do set "VP_HOME=%%~fI"

set "VP_JAVA=java"
if defined JAVA_HOME set "VP_JAVA=%JAVA_HOME%\bin\java"
if defined VOICEPORTD_JAVA_HOME set "VP_JAVA=%VOICEPORTD_JAVA_HOME%\bin\java"
"%VP_JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo voiceportd: no Java 17 or newer was found: install one, or set JAVA_HOME to it 1>&2
  exit /b 2
)

if exist "%VP_HOME%\pom.xml" (
  if not exist "%VP_HOME%\target\voiceportd.jar" (
    echo voiceportd: building ^(once, some minutes if nothing was downloaded yet^)... 1>&2
    pushd "%VP_HOME%"
    call mvn -B -q -Dquick -Dmaven.test.skip=true package
    if errorlevel 1 (
      popd
      echo voiceportd: the build failed 1>&2
      exit /b 2
    )
    popd
  )
  set "VP_CP=%VP_HOME%\target\voiceportd.jar;%VP_HOME%\target\lib\*"
  set "VP_CONFIG=config\voiceportd.yaml"
) else (
  set "VP_CP=%VP_HOME%\lib\*"
  set "VP_CONFIG=%VP_HOME%\config\voiceportd.yaml"
)
"%VP_JAVA%" --enable-native-access=ALL-UNNAMED --add-opens=java.base/sun.security.provider=ALL-UNNAMED %VOICEPORTD_OPTS% "-Dvoiceportd.home=%VP_HOME%" "-Dvoiceportd.config=%VP_CONFIG%" -cp "%VP_CP%" org.voiceport.daemon.Main %*
exit /b %errorlevel%
