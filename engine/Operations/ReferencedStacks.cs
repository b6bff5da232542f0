using Infra.Engine.Errors;
using Infra.Engine.Providers;
using Infra.Engine.Secrets;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations;

/// <summary>What a program may read of other stacks of the same backend: their outputs.</summary>
internal sealed class ReferencedStacks(Workspace workspace)
{
    /// <summary>The outputs of a stack, its secrets as such.</summary>
    /// <param name="reference"><c>stack</c>, <c>project/stack</c> or <c>organization/project/stack</c>.</param>
    /// <exception cref="ResourceProviderException">There is no such stack, or its state cannot be read.</exception>
    public PropertyMap OutputsOf(string reference)
    {
        try
        {
            var stack = StackName.ParseReference(reference, workspace.Project.Name);
            using var checkpoint = workspace.Backend.LoadCheckpoint(stack);
            var passphrase = new PassphraseSource(stack.Project, stack.Name, workspace.Environment);
            var secrets = new SecretsManager(checkpoint.ReadSalt(), $"the state of the stack '{reference}'", passphrase);
            return checkpoint.ReadSnapshot(new SecretTexts(secrets)).Root?.Outputs ?? PropertyMap.Empty;
        }
        catch (EngineException error)
        {
            throw new ResourceProviderException($"the stack '{reference}' cannot be referred to: {error.Message}", error);
        }
    }
}
