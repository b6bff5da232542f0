using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Docker.Json;

namespace Infra.Engine.Docker.Registries;

/// <summary>Runs a credential helper: a program <c>docker-credential-NAME</c> that keeps credentials for the docker command.</summary>
internal static class CredentialHelper
{
    private const int MaxOutput = 1 << 20;
    private const string TokenUser = "<token>";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Gets the credentials of a registry; null where the helper has none.</summary>
    /// <exception cref="RegistryException">The helper cannot be run, or fails.</exception>
    public static async Task<RegistryCredentials?> GetAsync(
        string name,
        string host,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (name.AsSpan().ContainsAny('/', '\\'))
        {
            throw new RegistryException($"'{name}' in docker's configuration is not the name of a credential helper");
        }

        var program = $"docker-credential-{name}";
        var (exitCode, output) = await RunAsync(program, RegistryHosts.ConfigurationKey(host), time, cancellationToken);
        if (exitCode != 0)
        {
            return output.Contains("credentials not found", StringComparison.OrdinalIgnoreCase)
                ? null
                : throw new RegistryException($"{program} gives no credentials for {host}: {FirstLine(output)}. Run `docker login {host}`");
        }

        try
        {
            if (JsonNode.Parse(output) is JsonObject answer && answer.NonEmpty("Username") is { } user)
            {
                return user == TokenUser
                    ? new RegistryCredentials(host) { IdentityToken = answer.Text("Secret") }
                    : new RegistryCredentials(host) { Username = user, Password = answer.Text("Secret") ?? "" };
            }
        }
        catch (JsonException)
        {
            // Reported below without the output, which may contain the secret.
        }

        throw new RegistryException($"the answer of {program} for {host} has no credentials: run `docker login {host}`");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        string program,
        string input,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var process = Start(program);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), either.Token);
            process.StandardInput.Close();
            var texts = await Task.WhenAll(
                ReadAsync(process.StandardOutput, program, either.Token),
                ReadAsync(process.StandardError, program, either.Token)
            );
            await process.WaitForExitAsync(either.Token);
            return (process.ExitCode, process.ExitCode == 0 ? texts[0] : string.Concat(texts));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RegistryException($"{program} has not answered within {Limit.TotalSeconds:0} s: it may be waiting for a password");
        }
        catch (IOException e)
        {
            throw new RegistryException($"{program} cannot be used: {e.Message}", e);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, string program, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            text.Append(buffer, 0, length);
            if (text.Length > MaxOutput)
            {
                throw new RegistryException($"the output of {program} is longer than {MaxOutput >> 20} MB");
            }
        }

        return text.ToString();
    }

    /// <summary>Finds a program on the PATH. .NET looks in the working folder first, which may be a project of others.</summary>
    internal static string? Find(string program, string? path)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd"] : [program];
        return (path ?? "")
            .Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    private static Process Start(string program)
    {
        var found = Find(program, Environment.GetEnvironmentVariable("PATH")) ?? throw NotStarted(program, "it is not on the PATH", null);
        var start = new ProcessStartInfo(found, "get")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw NotStarted(program, e.Message, e);
        }
    }

    private static RegistryException NotStarted(string program, string reason, Exception? inner) =>
        new(
            $"docker's configuration names the credential helper {program}, which cannot be started: {reason}. Install it, or give the "
                + "provider the credentials in registryAuth",
            inner
        );

    private static string FirstLine(string text) => text.Trim().Split('\n')[0].Trim();
}

/// <summary>A registry or its credentials cannot be used. The message contains the cure.</summary>
internal sealed class RegistryException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True where the request may have had its effect.</summary>
    public bool MayHaveEffect { get; init; }
}
