using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>An object to create.</summary>
internal sealed record Creation
{
    public required JsonObject Manifest { get; init; }

    /// <summary>The manager of later applies.</summary>
    public required string FieldManager { get; init; }

    /// <summary>Takes over what exists already under the name, by server-side apply, instead of failing.</summary>
    public bool Upsert { get; init; }

    /// <summary>Takes fields away from other managers in an upsert.</summary>
    public bool Force { get; init; }

    /// <summary>Lets the server compute the result without storing it.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Creates objects. What is missing only because something else is not there yet (a namespace, a type) is waited for a little.</summary>
internal sealed class ObjectCreator(ClusterApi api, TimeProvider time)
{
    /// <summary>Between the attempts; half a minute in all, with the first ones soon.</summary>
    private static readonly TimeSpan[] Delays = [.. Enumerable.Range(0, 7).Select(i => TimeSpan.FromSeconds(0.25 * (1 << i)))];

    /// <summary>Creates an object and returns it as the server has it.</summary>
    /// <param name="creation">What to create.</param>
    /// <param name="onRetry">Called with the reason before another attempt.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KubernetesApiException">The server refused.</exception>
    /// <exception cref="NoSuchTypeException">The server does not know the type.</exception>
    /// <exception cref="ClusterUnreachableException">No answer.</exception>
    public async Task<JsonObject> CreateAsync(Creation creation, Action<string> onRetry, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await TryCreateAsync(creation, cancellationToken);
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

    private async Task<JsonObject> TryCreateAsync(Creation creation, CancellationToken cancellationToken)
    {
        var type = creation.Manifest.Type();
        var resource = await api.FindAsync(type, cancellationToken) ?? throw new NoSuchTypeException(type);
        return creation.Upsert
            ? await api.ApplyAsync(resource, creation.Manifest, creation.FieldManager, creation.Force, creation.DryRun, cancellationToken)
            : await api.CreateAsync(resource, creation.Manifest, creation.DryRun, cancellationToken);
    }
}
