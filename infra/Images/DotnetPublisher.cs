using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Kubernetes;
using Pulumi;

namespace Infra.Backend.Images;

/// <summary>
/// Publishes projects by <c>dotnet publish</c> with the target <c>PublishContainer</c> of the .NET SDK, one at a time: they may share
/// projects, and so folders for intermediate files.
/// </summary>
/// <param name="root">The project's folder, of <c>Pulumi.yaml</c>.</param>
internal sealed class DotnetPublisher(string root) : IProjectPublisher
{
    private const string ImageIndex = "GeneratedImageIndex";
    private const string InsecureRegistries = "DOTNET_CONTAINER_INSECURE_REGISTRIES";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);
    private static readonly SemaphoreSlim Turn = new(1);

    public async Task<string> PublishAsync(ImageBuild build, BuildRegistrySettings? credentials)
    {
        await Turn.WaitAsync();
        try
        {
            Log.Info($"Building {build.Image} from {build.Settings.File}.");
            return ReadDigest(build, await RunAsync(build, CreateStart(build, credentials)));
        }
        finally
        {
            Turn.Release();
        }
    }

    private ProcessStartInfo CreateStart(ImageBuild build, BuildRegistrySettings? credentials)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["publish", build.Settings.File, "--configuration", "Release", "--nologo", "-v:quiet", "-tl:off"];
        foreach (var argument in arguments.Concat(Properties(build).Select(property => $"-p:{property.Name}={Escape(property.Value)}")))
        {
            start.ArgumentList.Add(argument);
        }

        if (build.Settings.Platform is { } platform && RuntimeIdentifier.Find(platform) is { } runtime)
        {
            start.ArgumentList.Add("--runtime");
            start.ArgumentList.Add(runtime);
        }

        start.ArgumentList.Add("-t:PublishContainer");
        start.ArgumentList.Add("-getTargetResult:PublishContainer");
        start.ArgumentList.Add($"-getProperty:{ImageIndex}");

        // The program's variables hold the configuration with its secrets, which a build may write to its logs.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PULUMI_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        // A reused build node would outlive the build and keep its pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        SetRegistry(start, build.Image, credentials);
        return start;
    }

    private static IEnumerable<(string Name, string Value)> Properties(ImageBuild build)
    {
        foreach (var (name, value) in build.Settings.Args)
        {
            yield return (name, value.Value);
        }

        yield return ("ContainerRegistry", build.Image.Registry ?? "");
        yield return ("ContainerRepository", build.Image.Repository);
        yield return ("ContainerImageTag", build.Image.Tag ?? "latest");
        // The project's own tags would be pushed instead, and the time of the build would give each build another digest.
        yield return ("ContainerImageTags", "");
        yield return ("ContainerGenerateLabelsImageCreated", "false");
    }

    private static void SetRegistry(ProcessStartInfo start, ImageReference image, BuildRegistrySettings? credentials)
    {
        if (credentials is { Username: { } user, Password: { } password })
        {
            start.Environment["DOTNET_CONTAINER_PUSH_REGISTRY_UNAME"] = user;
            start.Environment["DOTNET_CONTAINER_PUSH_REGISTRY_PWORD"] = password.Value;
        }

        // As with the docker command, registries on this machine need no TLS.
        if (image.Registry is { } registry && Uri.TryCreate($"http://{registry}", UriKind.Absolute, out var address) && address.IsLoopback)
        {
            var listed = Environment.GetEnvironmentVariable(InsecureRegistries);
            start.Environment[InsecureRegistries] = string.IsNullOrEmpty(listed) ? registry : $"{listed},{registry}";
        }
    }

    private static async Task<string> RunAsync(ImageBuild build, ProcessStartInfo start)
    {
        using var process = Start(build, start);
        using var limit = new CancellationTokenSource(Limit);
        void KillAtExit(object? sender, EventArgs args) => Kill(process);
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? await output
                : throw new RunException(
                    $"{build.Name}: {build.Image} cannot be built:\n{SelectErrors($"{await output}\n{await errors}")}"
                );
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw new RunException($"{build.Name}: the build of {build.Image} has not ended after {Limit.TotalMinutes} minutes");
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        }
    }

    private static Process Start(ImageBuild build, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new RunException(
                $"{build.Name}: {build.Image} cannot be built: `dotnet` cannot be started: {error.Message}; install the .NET SDK"
            );
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private static string SelectErrors(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] errors =
        [
            .. lines
                .Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
                // An exception of the SDK's task fills many lines, which begin like its message.
                .Where(line => !line.Contains("   at ", StringComparison.Ordinal) && !line.Contains(" --- ", StringComparison.Ordinal))
                .Distinct(),
        ];
        return string.Join('\n', errors.Length > 0 ? errors : lines);
    }

    /// <summary>
    /// Reads the digest from the target's result. An image for several platforms is an index, whose digest the SDK does not name; it is the
    /// hash of the index's text.
    /// </summary>
    private static string ReadDigest(ImageBuild build, string output)
    {
        try
        {
            var result = JsonNode.Parse(output);
            var digest = result?["Properties"]?[ImageIndex]?.GetValue<string>() is { Length: > 0 } index
                ? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(index)))}"
                : result?["TargetResults"]?["PublishContainer"]?["Items"]?[0]?["ManifestDigest"]?.GetValue<string>();
            if (digest is { Length: > 0 })
            {
                return digest;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            // Reported below.
        }

        throw new RunException(
            $"{build.Name}: {build.Image} was built, but `dotnet publish` names no digest: this needs the .NET SDK 9 or newer"
        );
    }

    /// <summary>Escapes what has a meaning in the value of a property, by MSBuild's rules.</summary>
    private static string Escape(string value) =>
        string.Concat(value.Select(letter => "%$@'();?*,\"".Contains(letter) ? $"%{(int)letter:X2}" : letter.ToString()));
}
