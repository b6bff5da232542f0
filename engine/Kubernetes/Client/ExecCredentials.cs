using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>Gets tokens from an exec plugin (<c>client.authentication.k8s.io</c>).</summary>
internal sealed class ExecCredentials(ExecPlugin plugin, string user, TimeProvider time) : IRequestCredentials, IDisposable
{
    // Renewed early, so that no token expires on the way to the server.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Credential? _current;

    public async ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_current is null || _current.Expires - Margin <= time.GetUtcNow())
            {
                _current = await RunAsync(cancellationToken);
            }

            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _current.Token);
        }
        finally
        {
            _gate.Release();
        }
    }

    public bool TryInvalidate()
    {
        _current = null;
        return true;
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Credential> RunAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in plugin.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = new JsonObject
        {
            ["apiVersion"] = plugin.ApiVersion,
            ["kind"] = "ExecCredential",
            ["spec"] = new JsonObject { ["interactive"] = false },
        }.ToJsonString();

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            var hint = plugin.InstallHint is { } text ? $"\n{text}" : "";
            throw new KubeconfigException(
                $"the credential plugin {plugin.Command} of user \"{user}\" cannot be started: {e.Message}{hint}",
                e
            );
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? Read(await output)
                : throw new KubeconfigException(
                    $"the credential plugin {plugin.Command} of user \"{user}\" ended with code {process.ExitCode}: {(await errors).Trim()}"
                );
        }
    }

    private Credential Read(string output)
    {
        JsonNode? status;
        try
        {
            status = JsonNode.Parse(output)?["status"];
        }
        catch (JsonException)
        {
            status = null;
        }

        // The output is a credential: never quote it.
        if (status?["token"]?.GetValue<string>() is not { Length: > 0 } token)
        {
            throw new KubeconfigException(
                $"the credential plugin {plugin.Command} of user \"{user}\" returned no token; client certificates from plugins are not supported"
            );
        }

        return new Credential(token, status["expirationTimestamp"]?.GetValue<DateTimeOffset>() ?? DateTimeOffset.MaxValue);
    }

    private sealed record Credential(string Token, DateTimeOffset Expires);
}
