using Infra.Engine.Errors;
using Infra.Engine.Providers;
using Infra.Engine.Secrets;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations;

/// <summary>Reads the outputs of stacks of the same backend, for stack references.</summary>
/// <param name="workspace">The project and its backend.</param>
/// <param name="own">The stack that is deployed: it has no outputs yet before its first update.</param>
internal sealed class ReferencedStacks(Workspace workspace, StackName own)
{
    /// <summary>Reads the outputs of a stack, secrets included.</summary>
    /// <param name="reference"><c>stack</c>, <c>project/stack</c> or <c>organization/project/stack</c>.</param>
    /// <exception cref="ResourceProviderException">The stack does not exist, or its state cannot be read.</exception>
    public PropertyMap GetOutputs(string reference)
    {
        try
        {
            var stack = StackName.ParseReference(reference, workspace.Project.Name);
            using var checkpoint = stack == own ? workspace.Backend.LoadCheckpointOrEmpty(stack) : workspace.Backend.LoadCheckpoint(stack);
            var passphrase = new PassphraseSource(stack.Project, stack.Name, workspace.Environment);
            var secrets = new SecretsManager(checkpoint.ReadSalt(), $"the state of the stack '{reference}'", passphrase);
            return checkpoint.ReadSnapshot(new CiphertextCache(secrets)).Root?.Outputs ?? PropertyMap.Empty;
        }
        catch (EngineException error)
        {
            throw new ResourceProviderException($"the outputs of the stack '{reference}' cannot be read: {error.Message}", error);
        }
    }
}
