using Infra.Engine.Deployments;
using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Registration;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments.Generated;

/// <summary>A stack that generated programs are deployed to, without a process, a socket or a disk.</summary>
internal sealed class GeneratedStack
{
    private static readonly StackName Name = new("demo", "dev");

    public GeneratedCloud Cloud { get; } = new();

    public Snapshot State { get; private set; } = Snapshot.Empty;

    /// <summary>Runs an update, and checks the state after each record of its journal.</summary>
    /// <returns>True if it succeeded.</returns>
    public async Task<bool> UpdateAsync(GeneratedUpdate update)
    {
        Cloud.Faults = [];
        await RecoverAsync();
        Cloud.Faults = update.Faults;
        var journal = new RecordedJournal();
        var recorder = new StateRecorder(State, journal);
        var events = new EventPublisher(_ => { }, [], isPreview: false);
        await using var registry = new ProviderRegistry([Cloud], events, isPreview: false);
        using var context = new DeploymentContext(parallel: 4, CancellationToken.None, CancellationToken.None)
        {
            Stack = Name,
            IsPreview = false,
            State = recorder,
            Events = events,
            Time = TimeProvider.System,
        };
        using var registrar = new ResourceRegistrar(context, registry);
        if (update.IsDestroy || await RegisterAsync(registrar, update.Program))
        {
            await registrar.PruneAsync();
        }

        CheckEveryRecord(State, journal.Records);
        State = recorder.Current;
        return !context.HasFailed;
    }

    private async Task RecoverAsync()
    {
        var recovered = await StateRecovery.RecoverAsync(
            State,
            [Cloud],
            isPreview: false,
            _ => { },
            TimeProvider.System,
            CancellationToken.None
        );
        Assert.Empty(recovered.Failures);
        Assert.Empty(SnapshotIntegrity.Verify(recovered.Snapshot));
        State = recovered.Snapshot;
    }

    /// <summary>Registers the resources, each as soon as those that it refers to are.</summary>
    private static async Task<bool> RegisterAsync(ResourceRegistrar registrar, IReadOnlyList<GeneratedResource> program)
    {
        var provider = await registrar.RegisterAsync(
            new ResourceGoal
            {
                Type = "pulumi:providers:mem",
                Name = "default",
                Custom = true,
            }
        );
        var reference = new ProviderReference(provider.State.Urn, provider.State.Id);
        var registrations = new Dictionary<int, Task<TrackedResource?>>();
        foreach (var resource in program)
        {
            registrations[resource.Key] = RegisterAfterAsync(resource);
        }

        return (await Task.WhenAll(registrations.Values)).All(registered => registered is not null);

        async Task<TrackedResource?> RegisterAfterAsync(GeneratedResource resource)
        {
            var dependencies = await Task.WhenAll(resource.DependsOn.Select(key => registrations[key]));
            var parent = resource.Parent is { } key ? await registrations[key] : null;
            if (dependencies.Contains(null) || (resource.Parent is not null && parent is null))
            {
                return null;
            }

            try
            {
                return await registrar.RegisterAsync(
                    CreateGoal(resource, reference, [.. dependencies.Select(on => on!.State.Urn)], parent)
                );
            }
            catch (Exception error) when (error is StepFailedException or DeploymentStoppedException)
            {
                return null;
            }
        }
    }

    private static ResourceGoal CreateGoal(
        GeneratedResource resource,
        ProviderReference provider,
        IReadOnlyList<Urn> dependencies,
        TrackedResource? parent
    ) =>
        new()
        {
            Type = "mem:index:Thing",
            Name = resource.Name,
            Custom = true,
            Provider = provider,
            Properties = PropertyMap.Create(("value", resource.Value), ("immutable", resource.Immutable)),
            Dependencies = dependencies,
            PropertyDependencies = new Dictionary<string, IReadOnlyList<Urn>> { ["immutable"] = dependencies },
            Parent = parent?.State.Urn ?? default,
            DeleteBeforeReplace = resource.DeletesBeforeReplace,
            Aliases = [new ResourceAlias { Name = resource.OtherName }],
        };

    private static void CheckEveryRecord(Snapshot origin, IReadOnlyList<JournalRecord> records)
    {
        var builder = new SnapshotBuilder(origin);
        foreach (var (index, record) in records.Index())
        {
            builder.Apply(record);
            var problems = SnapshotIntegrity.Verify(builder.Build());
            Assert.True(problems.Count == 0, $"after record {index + 1}: {string.Join('\n', problems)}");
        }
    }

    private sealed class RecordedJournal : IStateJournal
    {
        public List<JournalRecord> Records { get; } = [];

        // Called under the recorder's lock.
        public Task WriteAsync(JournalRecord record, bool durable)
        {
            Records.Add(record);
            return Task.CompletedTask;
        }
    }
}
