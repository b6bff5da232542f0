using Infra.Engine.Errors;
using Infra.Engine.Providers;
using Infra.Engine.Secrets;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations;

<<<<<<< HEAD
/// <summary>Reads the outputs of stacks of the same backend, for stack references.</summary>
/// <param name="workspace">The project and its backend.</param>
/// <param name="own">The stack that is deployed: it has no outputs yet before its first update.</param>
=======
/// <summary>Reads the outputs of other stacks of the same backend, for stack references.</summary>
/// <param name="workspace">The project and its backend.</param>
/// <param name="own">The stack of the program. Before its first update it has no outputs, and a command may create it.</param>
>>>>>>> a39b6464 (Images of .NET projects: dotnet publish builds and pushes them, the stack's outputs keep digest and hash of the sources; a stack may refer to itself; programs learn that they are rendered only)
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
<<<<<<< HEAD
            using var checkpoint = stack == own ? workspace.Backend.LoadCheckpointOrEmpty(stack) : workspace.Backend.LoadCheckpoint(stack);
=======
            if (stack == own && !workspace.Backend.Exists(stack))
            {
                return PropertyMap.Empty;
            }

            using var checkpoint = workspace.Backend.LoadCheckpoint(stack);
>>>>>>> a39b6464 (Images of .NET projects: dotnet publish builds and pushes them, the stack's outputs keep digest and hash of the sources; a stack may refer to itself; programs learn that they are rendered only)
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
