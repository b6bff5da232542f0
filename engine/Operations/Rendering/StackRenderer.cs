using Infra.Engine.Deployments;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations.Rendering;

/// <summary>Runs a program without any service, state or lock.</summary>
internal sealed class StackRenderer(Workspace workspace, DeploymentPreparation preparation)
{
    /// <inheritdoc cref="StackOperations.RenderAsync"/>
    public async Task<RenderOutcome> RenderAsync(OperationOptions options, Action<EngineEvent> onEvent)
    {
        var program = await preparation.PrepareProgramAsync(options, onEvent);
        var (summary, state) = await RunAsync(program, Snapshot.Empty, isPreview: false, options, onEvent);
        var resources = state
            .Resources.Where(resource => resource.Custom && !ProviderType.IsProvider(resource.Type))
            .OrderBy(resource => resource.Urn.Value, StringComparer.Ordinal)
            .Select(resource => new RenderedResource(resource.Urn, resource.Type, resource.Inputs, resource.Provider?.Urn.Name));
        var registered = summary.ResourceChanges.GetValueOrDefault(StepOperation.Create);
        return new RenderOutcome(summary.Result, [.. resources], registered, state.Root?.Outputs ?? PropertyMap.Empty);
    }

    /// <summary>Runs a program as a deployment whose provider operations return their inputs.</summary>
    /// <param name="program">The program.</param>
    /// <param name="origin">The state before the deployment.</param>
    /// <param name="isPreview">True to plan the deployment only, which is necessary where the state has resources.</param>
    /// <param name="options">The options of the operation.</param>
    /// <param name="onEvent">Receives the events of the deployment.</param>
    /// <returns>The summary, and the state after the deployment.</returns>
    public async Task<(SummaryEvent Summary, Snapshot State)> RunAsync(
        PreparedProgram program,
        Snapshot origin,
        bool isPreview,
        OperationOptions options,
        Action<EngineEvent> onEvent
    )
    {
        var recorder = new StateRecorder(origin, journal: null);
        var request = preparation.CreateRequest(program, recorder, isPreview, options, onEvent);
        var summary = await DeploymentRunner.RunAsync(
            request with
            {
                Providers = [.. workspace.Providers.Select(factory => new OfflineProviderFactory(factory)), preparation.StackReferences],
                HasFixedNames = true,
                IsRendering = true,
                Overrides = SettingOverride.ToJson(options.Overrides),
                PolicyPacks = isPreview ? request.PolicyPacks : options.PolicyPacks,
            }
        );
        return (summary, recorder.Current);
    }
}
