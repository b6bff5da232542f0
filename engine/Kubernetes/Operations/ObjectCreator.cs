using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>A request to create an object.</summary>
internal sealed record Creation
{
    public required JsonObject Manifest { get; init; }

    /// <summary>The field manager of later applies.</summary>
    public required string FieldManager { get; init; }

    /// <summary>True to create or change the object of this name by server-side apply, instead of failing if it exists.</summary>
    public bool Upsert { get; init; }

    /// <summary>True to take over fields from other managers in an upsert.</summary>
    public bool Force { get; init; }

    /// <summary>True to compute the result without storing it.</summary>
    public bool DryRun { get; init; }
}

/// <summary>
/// Creates objects. Retries for a while if the namespace or the kind does not exist yet. If it is unknown whether a request had its effect,
/// the object is looked up by name before the next one.
/// </summary>
internal sealed class ObjectCreator(ClusterApi api, TimeProvider time)
{
    /// <summary>The pauses between attempts: as many as in Pulumi's provider, half a minute in all, the first ones shorter.</summary>
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(0.25),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(4),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(16),
    ];

    /// <summary>Creates an object and returns the server's version of it.</summary>
    /// <param name="creation">The object and how to create it.</param>
    /// <param name="onRetry">Called with the reason before each retry.</param>
    /// <param name="cancellationToken">Aborts the request and the retries.</param>
    /// <exception cref="KubernetesApiException">The server rejected the object.</exception>
    /// <exception cref="NoSuchTypeException">The server does not serve the kind.</exception>
    /// <exception cref="ClusterUnreachableException">The server does not answer.</exception>
    public async Task<JsonObject> CreateAsync(Creation creation, Action<string> onRetry, CancellationToken cancellationToken)
    {
        var begin = time.GetUtcNow();
        var mayExist = false;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await TryCreateAsync(creation, cancellationToken);
            }
            catch (Exception e) when (CanBeLookedUp(creation) && (ProviderErrors.MayHaveEffect(e) || (mayExist && IsTaken(e))))
            {
                if (await FindCreatedAsync(creation.Manifest, begin, cancellationToken) is { } created)
                {
                    return created;
                }

                if (attempt >= Delays.Length || IsTaken(e))
                {
                    throw;
                }

                mayExist = true;
                await Task.Delay(Delays[attempt], time, cancellationToken);
            }
            catch (Exception e) when (!creation.DryRun && attempt < Delays.Length && IsMissingPrerequisite(e))
            {
                onRetry($"{e.Message}; trying again");
                api.ForgetTypes();
                await Task.Delay(Delays[attempt], time, cancellationToken);
            }
        }
    }

    private static bool IsMissingPrerequisite(Exception e) => e is NoSuchTypeException or KubernetesApiException { IsNotFound: true };

    private static bool IsTaken(Exception e) => e is KubernetesApiException { IsAlreadyExists: true };

    // A name that the server chooses is known from its answer only: the next update looks for the object (ClusterRecovery). An upsert is
    // idempotent, so the client repeats it.
    private static bool CanBeLookedUp(Creation creation) =>
        creation is { DryRun: false, Upsert: false } && !AutomaticName.IsGenerated(creation.Manifest);

    private async Task<JsonObject?> FindCreatedAsync(JsonObject manifest, DateTimeOffset begin, CancellationToken cancellationToken) =>
        await api.FindAsync(manifest.Type(), cancellationToken) is { } resource
        && await api.GetOrNullAsync(resource, manifest, cancellationToken) is { } live
        && CreatedObject.IsFrom(live, manifest, begin)
            ? live
            : null;

    private async Task<JsonObject> TryCreateAsync(Creation creation, CancellationToken cancellationToken)
    {
        var type = creation.Manifest.Type();
        var resource = await api.FindAsync(type, cancellationToken) ?? throw new NoSuchTypeException(type);
        return creation.Upsert
            ? await api.ApplyAsync(
                resource,
                new Apply(creation.Manifest, creation.FieldManager, creation.DryRun) { WarnsOfUnknownFields = true },
                creation.Force,
                cancellationToken
            )
            : await api.CreateAsync(resource, creation.Manifest, creation.DryRun, cancellationToken);
    }
}
