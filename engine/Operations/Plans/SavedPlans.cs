using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Planning.Plans;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Files;
using Infra.Engine.Projects.Configuration;

namespace Infra.Engine.Operations.Plans;

/// <summary>Saves the plan of a preview, and binds an update to a saved plan.</summary>
internal sealed class SavedPlans(Workspace workspace, DeploymentPreparation preparation, OperationOptions options)
{
    /// <summary>Previews an update and saves the plan if it succeeds.</summary>
    /// <param name="path">The full path of the file, which only its owner may read.</param>
    /// <param name="session">The stack.</param>
    /// <param name="program">The program to plan.</param>
    /// <param name="onEvent">Receives the events of the preview.</param>
    public async Task<OperationOutcome> SaveAsync(string path, StackSession session, PreparedProgram program, Action<EngineEvent> onEvent)
    {
        if (options.Refresh == true)
        {
            throw new InvalidOperationRequestException(
                "--save-plan and --refresh exclude each other: a plan is bound to the state, so run `infra refresh` first"
            );
        }

        var collector = new BindingCollector(workspace, path);
        var configuration = GetConfiguration(program);

        // Before the preview: what changes during it makes the plan invalid.
        var bindings = collector.Collect(session, configuration, preparation.SelectPolicyPacks(options, configuration));
        var recorder = new PlanRecorder(ResourceSeed.CreateRandom);
        var planned = program with { CreateReview = () => recorder, CreateSeed = recorder.CreateSeed };
        var outcome = await new StackPlanner(preparation, options).PlanAsync(session, planned, onEvent);
        if (outcome.Result != OperationResult.Succeeded)
        {
            return outcome;
        }

        var created = workspace.Time.GetUtcNow();
        var plan = new SavedPlan
        {
            Bindings = bindings with
            {
                Clusters = await collector.IdentifyClustersAsync(
                    recorder.Resources,
                    session.Snapshot,
                    (urn, problem) =>
                        throw new InvalidOperationRequestException(
                            $"{path}: the plan was not saved, because it cannot be bound to the cluster of the provider {urn.Name}: {problem}"
                        ),
                    options.Cancelled
                ),
            },
            Created = created,
            Expires = created + options.PlanLifetime,
            Selection = options.Selection,
            Resources = recorder.Resources,
        };
        var content = PlanFile.Serialize(plan, session.Secrets);
        await DurableFile.WriteAsync(path, content, FilePermissions.OwnerOnly, options.Cancelled);
        return outcome with { PlanExpires = plan.Expires };
    }

    /// <summary>Binds an update to a saved plan.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="session">The stack.</param>
    /// <param name="program">The program to deploy.</param>
    /// <exception cref="InvalidOperationRequestException">
    /// The file is not a plan, or something has changed since it was made. All differences are named.
    /// </exception>
    public async Task<PreparedProgram> BindAsync(string path, StackSession session, PreparedProgram program)
    {
        if (options.Selection is { IsLimited: true } or { Replaces.Count: > 0 })
        {
            throw PlanFile.Refuse(path, "a plan names its resources itself: make it with --target, --exclude or --replace, not the update");
        }

        if (options.Refresh == true)
        {
            throw PlanFile.Refuse(
                path,
                "--plan and --refresh exclude each other: run `infra refresh` before the preview that saves the plan"
            );
        }

        var plan = PlanFile.Read(path, salt => session.OpenSecrets(salt, path));
        var collector = new BindingCollector(workspace, path);
        var configuration = GetConfiguration(program);
        var bindings = collector.Collect(session, configuration, preparation.SelectPolicyPacks(options, configuration));
        var problems = new List<string>();
        if (plan.Expires <= workspace.Time.GetUtcNow())
        {
            problems.Add($"it expired at {plan.Expires.UtcDateTime:u}");
        }

        var unreachable = new List<string>();
        if (plan.Bindings.Stack == bindings.Stack)
        {
            var clusters = await collector.IdentifyClustersAsync(
                plan.Resources,
                session.Snapshot,
                (urn, problem) => unreachable.Add($"cluster of the provider {urn.Name}: {problem}"),
                options.Cancelled
            );
            bindings = bindings with { Clusters = clusters };
        }

        problems.AddRange(BindingComparison.FindDifferences(plan.Bindings, bindings));
        problems.AddRange(unreachable);
        return problems.Count > 0
            ? throw PlanFile.Refuse(path, problems)
            : program with
            {
                CreateReview = () => new PlanConstraint(plan.Resources),
                CreateSeed = new PlanConstraint(plan.Resources) is var seeds
                    ? urn => seeds.FindSeed(urn) ?? ResourceSeed.CreateRandom(urn)
                    : null,
                Selection = plan.Selection,
            };
    }

    private static ResolvedConfiguration GetConfiguration(PreparedProgram program) =>
        program.Configuration ?? throw new InvalidOperationException("Only an update with a program has a plan.");
}
