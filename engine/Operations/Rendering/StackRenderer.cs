using Infra.Engine.Deployments;
using Infra.Engine.Events;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Resources;
using Infra.Engine.Secrets;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations.Rendering;

/// <summary>Renders the resources of a program without any service, state or lock.</summary>
internal sealed class StackRenderer(Workspace workspace, DeploymentPreparation preparation)
{
    /// <inheritdoc cref="StackOperations.RenderAsync"/>
    public async Task<RenderOutcome> RenderAsync(OperationOptions options, Action<EngineEvent> onEvent)
    {
        var stack = preparation.Stack;
        var file = StackFile.Load(workspace.Project.StackFile(stack.Name), workspace.Project.Name);
        var passphrase = new PassphraseSource(stack.Project, stack.Name, workspace.Environment);
        var secrets = new SecretsManager(file.EncryptionSalt, file.FilePath, passphrase);
        var program = await preparation.PrepareProgramAsync(file, secrets, options, onEvent);
        var recorder = new StateRecorder(Snapshot.Empty, journal: null);
        var summary = await DeploymentRunner.RunAsync(
            preparation.CreateRequest(program, recorder, isPreview: false, options, onEvent) with
            {
                Providers = [.. workspace.Providers.Select(factory => new OfflineProviderFactory(factory)), preparation.StackReferences],
                HasFixedNames = true,
                IsRendering = true,
                PolicyPacks = options.PolicyPacks,
            }
        );
        var state = recorder.Current;
        var resources = state
            .Resources.Where(resource => resource.Custom && !ProviderType.IsProvider(resource.Type))
            .OrderBy(resource => resource.Urn.Value, StringComparer.Ordinal)
            .Select(resource => new RenderedResource(resource.Urn, resource.Type, resource.Inputs, resource.Provider?.Urn.Name));
        var registered = summary.ResourceChanges.GetValueOrDefault(StepOperation.Create);
        return new RenderOutcome(summary.Result, [.. resources], registered, state.Root?.Outputs ?? PropertyMap.Empty);
    }
}
