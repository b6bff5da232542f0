using Infra.Engine.Providers.Plugins;
using SampleProvider;

namespace Engine.Tests.Providers;

/// <summary>A Pulumi home with installed plugins, in a temporary folder.</summary>
internal sealed class PluginFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plugin-tests-");

    public string Path => _folder.FullName;

    /// <summary>The folder of <c>PULUMI_HOME</c>.</summary>
    public string Home => System.IO.Path.Combine(Path, "home");

    /// <summary>The environment variables that plugins are looked for with.</summary>
    public Dictionary<string, string> Variables { get; } = new() { ["PATH"] = "" };

    public PluginSearch Search =>
        new()
        {
            ProjectFile = System.IO.Path.Combine(Path, "Pulumi.yaml"),
            Environment = name => name == "PULUMI_HOME" ? Home : Variables.GetValueOrDefault(name),
        };

    /// <summary>Installs a plugin that is a shell script.</summary>
    /// <returns>The executable file.</returns>
    public string Install(string package, string version, string script = "exit 1") =>
        Add(System.IO.Path.Combine(Home, "plugins", $"resource-{package}-v{version}"), package, script);

    /// <summary>Installs the sample provider.</summary>
    public string InstallSample(string version)
    {
        var assembly = typeof(SampleService).Assembly.Location;
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return Install("sample", version, $"exec '{dotnet}' exec '{assembly}' \"$@\"");
    }

    /// <summary>Adds a plugin that is a shell script to a folder.</summary>
    public static string Add(string directory, string package, string script = "exit 1")
    {
        Directory.CreateDirectory(directory);
        var file = System.IO.Path.Combine(directory, $"pulumi-resource-{package}");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
