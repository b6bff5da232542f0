using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Json;

namespace Infra.Engine.Registries;

/// <summary>Runs a credential helper: a program <c>docker-credential-NAME</c> that keeps credentials for the docker command.</summary>
internal static class CredentialHelper
{
    private const int MaxOutput = 1 << 20;
    private const string TokenUser = "<token>";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Gets the credentials of a registry; null where the helper has none.</summary>
    /// <exception cref="ImageException">The helper cannot be run, or fails.</exception>
    public static Task<RegistryCredentials?> GetAsync(string name, string host, TimeProvider time, CancellationToken cancellationToken) =>
        GetAsync(name, host, Environment.GetEnvironmentVariable("PATH"), time, cancellationToken);

    /// <summary>Gets the credentials of a registry from a helper on a PATH.</summary>
    internal static async Task<RegistryCredentials?> GetAsync(
        string name,
        string host,
        string? path,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (name.AsSpan().ContainsAny('/', '\\'))
        {
            throw Failure(host, $"'{name}' in docker's configuration is not the name of a credential helper");
        }

        var program = $"docker-credential-{name}";
        var (exitCode, output) = await RunAsync(
            Find(program, path) ?? throw NotStarted(program, host, "it is not on the PATH", null),
            program,
            host,
            time,
            cancellationToken
        );
        if (exitCode != 0)
        {
            return output.Contains("credentials not found", StringComparison.OrdinalIgnoreCase)
                ? null
                : throw Failure(host, $"{program} gives no credentials: {FirstLine(output).TrimEnd('.')}. Run `docker login {host}`");
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

        throw Failure(host, $"the answer of {program} has no credentials: run `docker login {host}`");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        string file,
        string program,
        string host,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var process = Start(file, program, host);
        try
        {
            await SendAsync(process.StandardInput, RegistryHosts.ConfigurationKey(host), either.Token);
            var texts = await Task.WhenAll(
                ReadAsync(process.StandardOutput, program, host, either.Token),
                ReadAsync(process.StandardError, program, host, either.Token)
            );
            await process.WaitForExitAsync(either.Token);
            return (process.ExitCode, process.ExitCode == 0 ? texts[0] : string.Concat(texts));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(
                host,
                $"{program} has not answered within {Limit.TotalSeconds:0} s. It may be waiting for a password: unlock it, and repeat the command"
            );
        }
        catch (IOException e)
        {
            throw Failure(host, $"{program} cannot be used: {e.Message}", e);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task SendAsync(StreamWriter input, string text, CancellationToken cancellationToken)
    {
        try
        {
            await input.WriteAsync(text.AsMemory(), cancellationToken);
            input.Close();
        }
        catch (IOException)
        {
            // It ended without reading the registry's name; its output says why.
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, string program, string host, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            text.Append(buffer, 0, length);
            if (text.Length > MaxOutput)
            {
                throw Failure(host, $"the output of {program} is longer than {MaxOutput >> 20} MB");
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

    private static Process Start(string file, string program, string host)
    {
        var start = new ProcessStartInfo(file, "get")
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
            throw NotStarted(program, host, e.Message, e);
        }
    }

    private static ImageException NotStarted(string program, string host, string reason, Exception? inner) =>
        Failure(
            host,
            $"docker's configuration names the credential helper {program}, which cannot be started: {reason}. Install it, or run "
                + $"`docker login {host}` without it",
            inner
        );

    private static ImageException Failure(string host, string problem, Exception? inner = null) =>
        new($"{host}: {problem}", ExitCode.Authentication, inner);

    private static string FirstLine(string text) => text.Trim().Split('\n')[0].Trim();
}
