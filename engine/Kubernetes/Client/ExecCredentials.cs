using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>Gets tokens from an exec plugin (<c>client.authentication.k8s.io</c>).</summary>
internal sealed class ExecCredentials(ExecPlugin plugin, string user, TimeProvider time) : IRequestCredentials, IDisposable
{
    // Renewed early, so that no token expires on the way to the server.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    // Plugins run without a terminal, so they cannot wait for the user.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly string _subject = $"the credential plugin {plugin.Command} of user \"{user}\"";
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Credential? _current;

    /// <summary>The time-out of the plugin. It is not started again, so that dozens of requests do not each wait a minute for it.</summary>
    private KubeconfigException? _timeout;

    public async ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_timeout is not null)
            {
                throw new KubeconfigException(_timeout.Message, _timeout);
            }

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

    public void Stop() => _stopping.Cancel();

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _gate.Dispose();
    }

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
            throw new KubeconfigException($"{_subject} cannot be started: {e.Message}{hint}", e);
        }

        using (process)
        {
            return await ReadAsync(process, cancellationToken);
        }
    }

    private async Task<Credential> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token, _stopping.Token);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(end.Token);
            var errors = process.StandardError.ReadToEndAsync(end.Token);
            await process.WaitForExitAsync(end.Token);
            return process.ExitCode == 0
                ? Parse(await output)
                : throw new KubeconfigException($"{_subject} ended with code {process.ExitCode}: {(await errors).Trim()}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw _stopping.IsCancellationRequested
                ? new KubeconfigException($"{_subject} was stopped before it returned a token")
                : _timeout = new KubeconfigException(
                    $"{_subject} returned nothing within {Timeout.TotalSeconds:0} s: run {plugin.Command} by itself, it may wait for an answer"
                );
        }
        finally
        {
            // A plugin that still runs would outlive the command.
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Credential Parse(string output)
    {
        JsonNode? status;
        try
        {
            status = (JsonNode.Parse(output) as JsonObject)?["status"];
        }
        catch (JsonException)
        {
            status = null;
        }

        // The output is a credential: never quote it.
        if (status.Text("token") is not { Length: > 0 } token)
        {
            throw new KubeconfigException($"{_subject} returned no token; client certificates from plugins are not supported");
        }

        if (status.At("expirationTimestamp") is not { } expiration)
        {
            return new Credential(token, DateTimeOffset.MaxValue);
        }

        return
            status.Text("expirationTimestamp") is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires)
            ? new Credential(token, expires)
            : throw new KubeconfigException($"{_subject} returned an expirationTimestamp that is not a time: {expiration.ToJsonString()}");
    }

    private sealed record Credential(string Token, DateTimeOffset Expires);
}
