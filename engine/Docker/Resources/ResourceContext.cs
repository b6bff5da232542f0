using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Registries;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Docker.Resources;

/// <summary>What an operation on a resource works with.</summary>
internal sealed record ResourceContext
{
    /// <summary>The engine.</summary>
    public required EngineClient Engine { get; init; }

    /// <summary>The credentials of registries.</summary>
    public required CredentialStore Credentials { get; init; }

    /// <summary>The program's folder, to which relative paths refer.</summary>
    public required string Directory { get; init; }

    public required TimeProvider Time { get; init; }

    public required Urn Urn { get; init; }

    public required IProviderLog Log { get; init; }

    /// <summary>Redacts secrets in a text.</summary>
    public required Func<string, string> Redact { get; init; }

    /// <summary>The time for waiting where the resource has a limit of its own; null for the type's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The user's request to stop waiting.</summary>
    public CancellationToken StopWaiting { get; init; }

    /// <summary>Reports what the operation is doing.</summary>
    public void Report(string status) => Log.Status(Urn, Redact(status));

    /// <summary>Logs a warning.</summary>
    public void Warn(string warning) => Log.Warning(Urn, Redact(warning));

    /// <summary>Retries an operation while an object is in use, for up to half a minute.</summary>
    public async Task RetryWhileInUseAsync(
        Func<Task> operation,
        Func<EngineApiException, bool> isInUse,
        CancellationToken cancellationToken
    )
    {
        var interval = TimeSpan.FromMilliseconds(500);
        var limit = TimeSpan.FromSeconds(30);
        var start = Time.GetTimestamp();
        while (true)
        {
            try
            {
                await operation();
                return;
            }
            catch (EngineApiException e) when (e.IsNotFound)
            {
                return;
            }
            catch (EngineApiException e) when (isInUse(e) && Time.GetElapsedTime(start) < limit)
            {
                Report($"waiting until nothing uses it: {e.Message}");
                await Task.Delay(interval, Time, cancellationToken);
            }
        }
    }
}
