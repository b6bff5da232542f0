using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Importing;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Refreshing;
using Infra.Engine.Deployments.Registration;
using Infra.Engine.Deployments.Services;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.Programs;
using Infra.Engine.Resources;
using Infra.Protocol.Grpc;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments;

/// <summary>Runs a deployment: its program, the steps of its resources, pruning and policies, from the prelude to the summary.</summary>
internal sealed partial class DeploymentRunner
{
    private readonly DeploymentRequest _request;
    private readonly DeploymentContext _context;
    private readonly ProviderRegistry _registry;
    private readonly ResourceRegistrar _registrar;
    private readonly DeploymentReport _report;

    private DeploymentRunner(DeploymentRequest request, DeploymentContext context, ProviderRegistry registry, ResourceRegistrar registrar)
    {
        _request = request;
        _context = context;
        _registry = registry;
        _registrar = registrar;
        _report = new DeploymentReport(context);
    }

    /// <summary>Runs a deployment.</summary>
    public static async Task<SummaryEvent> RunAsync(DeploymentRequest request)
    {
        var started = request.Time.GetTimestamp();
        var events = new EventPublisher(request.OnEvent, request.Secrets, request.IsPreview);
        await using var registry = new ProviderRegistry(request.Providers, events, request.IsPreview);
        using var context = new DeploymentContext(request.Parallel, request.Cancelled, request.Aborted)
        {
            Stack = request.Stack,
            IsPreview = request.IsPreview,
            State = request.State,
            Events = events,
            Time = request.Time,
            Selection = request.Selection,
            Review = request.Review,
            ContinuesOnError = request.ContinuesOnError,
            Naming = request.Naming,
            CreateSeed = request.CreateSeed ?? (request.HasFixedNames ? ResourceSeed.Derive : ResourceSeed.CreateRandom),
        };
        using var cancelling = context.Cancelled.Register(() => _ = registry.CancelAsync());
        events.Publish(new PreludeEvent(request.RedactedConfig));
        if (request.Refresh != RefreshMode.None || request.Program is null || request.Imports.Count > 0)
        {
            await request.Unlocked;
        }

        if (request.Refresh != RefreshMode.None)
        {
            await new StateRefresher(context, registry, request.Refresh).RefreshAsync();
        }

        using var absence = new AbsenceNotices(context);
        if (request is { NoticesAbsentObjects: true, Refresh: RefreshMode.None, Program: not null })
        {
            registry.Configured = absence.Begin;
        }

        // It takes the old state as it is now.
        using var registrar = new ResourceRegistrar(context, registry);
        var runner = new DeploymentRunner(request, context, registry, registrar);
        await runner.RunAsync();
        await absence.ReportAsync();
        var summary = new SummaryEvent(request.IsPreview, runner.Result, request.Time.GetElapsedTime(started), events.Changes)
        {
            IsUncertain = context.IsUncertain,
            PolicyPacks = registrar.Policies.Packs,
        };
        events.Publish(summary);
        return summary;
    }

    // As in Pulumi, a failure counts more than the user's request to stop, also one that is a consequence of it.
    private OperationResult Result =>
        _context.HasFailed ? OperationResult.Failed
        : _context.Cancelled.IsCancellationRequested || _context.Aborted.IsCancellationRequested ? OperationResult.Cancelled
        : OperationResult.Succeeded;

    private async Task RunAsync()
    {
        if (Result == OperationResult.Succeeded && _request.Refresh != RefreshMode.Only)
        {
            if (_report.HasUnknownReplacements())
            {
                return;
            }

            await ChangeAsync();
            if (_request.IsPreview)
            {
                var isSure = _request.Program is { } program && ProgramContract.HasCompleteDefinitions(program.ContractVersion);
                await new UnmetNeedReport(_context, isSure).ReportAsync(_registry.Instances, _context.Stopping);
            }
        }

        _report.ReportEnd(Result);
        if (Result == OperationResult.Succeeded)
        {
            _report.ReportOmissions();
            _context.State.SettleInheritedOperations();
        }
    }

    private Task ChangeAsync() =>
        _request switch
        {
            { Imports: { Count: > 0 } imports } => new StackImporter(
                _context,
                _registry,
                _request.Config,
                _request.ConfigSecretKeys
            ).ImportAsync(imports),
            { Program: { } program } => RunProgramAsync(program),
            { Goal: { } goal } => RunGoalAsync(goal),
            _ => _registrar.PruneAsync(),
        };

    /// <summary>Deploys the inputs of an earlier state.</summary>
    private async Task RunGoalAsync(SnapshotGoal goal)
    {
        await using var server = new GrpcServer();
        new EngineService(_context).MapTo(server);
        await server.StartAsync(CancellationToken.None);
        await using var policies = await StartPoliciesAsync(server);
        var isComplete = await new SnapshotRegistration(_context, _registrar, goal).RegisterAllAsync();
        if ((isComplete || _context.ContinuesOnError) && !_context.Stopping.IsCancellationRequested)
        {
            await _registrar.PruneAsync();
        }

        if (isComplete)
        {
            await AnalyzeStackAsync(policies);
        }

        await CompleteStackAsync(goal.State.Root?.Outputs);
    }

    private async Task<PolicyEnforcement> StartPoliciesAsync(GrpcServer server)
    {
        var policies = await PolicyEnforcement.StartAsync(
            _request.PolicyPacks,
            _request.CreatePolicyStack(),
            server.Address,
            _request.ProgramDirectory,
            _context.Events,
            _request.Time,
            _context.Stopping
        );
        _registrar.Policies = policies;
        return policies;
    }

    private async Task AnalyzeStackAsync(PolicyEnforcement policies)
    {
        if (!policies.IsActive || _context.Stopping.IsCancellationRequested)
        {
            return;
        }

        try
        {
            ResourceState[] resources = [.. _context.State.Current.Resources.Where(resource => !resource.Delete)];
            if (!await policies.AnalyzeStackAsync(resources, StackUrn, _context.Aborted))
            {
                _context.MarkFailed();
            }
        }
        catch (ProgramException error)
        {
            _context.Fail(default, error.Message);
        }
    }

    /// <summary>
    /// Sets the stack's outputs. After a failure the missing ones keep their old values: the program may not have reached them.
    /// </summary>
    private async Task CompleteStackAsync(PropertyMap? outputs)
    {
        var keepsOld = outputs is null || Result != OperationResult.Succeeded;
        try
        {
            await _registrar.CompleteComponentAsync(StackUrn, old => keepsOld ? old.SetItems(outputs ?? PropertyMap.Empty) : outputs!);
        }
        catch (StepFailedException)
        {
            // The failure has been reported and recorded in the result.
        }
    }

    private Urn StackUrn =>
        Urn.Create(_context.Stack.Name, _context.Stack.Project, default, Urn.StackType, $"{_context.Stack.Project}-{_context.Stack.Name}");
}
