using System.Collections.Concurrent;
using Infra.Engine.Deployments.Execution;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Refreshing;

/// <summary>
/// Warns, in a deployment without a refresh, of unchanged resources whose objects are gone or replaced. The objects are listed while the
/// program runs. It is a notice only: the deployment makes the same steps with and without it.
/// </summary>
internal sealed class AbsenceNotices(DeploymentContext context) : IDisposable
{
    /// <summary>How many resources are named.</summary>
    private const int Maximum = 10;

    /// <summary>How long a deployment that is otherwise complete waits for the lists.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentBag<Task<IReadOnlyList<AbsentObject>>> _checks = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Begins to look for the objects of a provider that has been configured.</summary>
    public void Begin(ProviderReference reference, IResourceProvider instance)
    {
        if (instance is not IObjectPresence presence)
        {
            return;
        }

        RecordedObject[] objects =
        [
            .. context
                .State.Origin.Select(resource => resource.State)
                .Where(state => state.Provider == reference && state is { Delete: false, External: false, PendingReplacement: false })
                .Select(state => new RecordedObject(state.Urn, state.Id, state.Outputs)),
        ];
        if (objects.Length > 0)
        {
            _checks.Add(Task.Run(() => presence.FindAbsentAsync(objects, _stop.Token), CancellationToken.None));
        }
    }

    /// <summary>Warns of what was found, once the deployment has made its changes.</summary>
    public async Task ReportAsync()
    {
        IReadOnlyList<AbsentObject>[] found;
        try
        {
            found = await Task.WhenAll(_checks).WaitAsync(Patience, context.Time, context.Stopping);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            return;
        }

        var old = context.State.Origin.ToLookup(resource => resource.State.Urn);
        AbsentObject[] absent =
        [
            .. found
                .SelectMany(objects => objects)
                .Where(absent => IsUnchanged(absent.Urn, old))
                .OrderBy(absent => absent.Urn.Value, StringComparer.Ordinal),
        ];
        foreach (var one in absent.Take(Maximum))
        {
            context.Events.Warning(one.Urn, Describe(one));
        }

        if (absent.Length > Maximum)
        {
            context.Events.Warning(
                default,
                $"{absent.Length - Maximum} more objects of the state are gone or replaced; `infra refresh` lists them"
            );
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>True where this deployment has neither changed nor removed the resource.</summary>
    private bool IsUnchanged(Urn urn, ILookup<Urn, TrackedResource> old) =>
        context.State.FindRegistered(urn)?.State is { } now
        && old[urn].Any(before => before.State.Id == now.Id && before.State.Outputs.Equals(now.Outputs));

    private static string Describe(AbsentObject absent) =>
        absent.IsReplaced
            ? $"{absent.Name} was deleted and created again outside of this stack, so the state may be wrong; "
                + "`infra up --refresh` compares it with the program"
            : $"{absent.Name} does not exist any more: it was deleted outside of this stack; "
                + "`infra up --refresh` creates it again, `infra refresh` removes it from the state";
}
