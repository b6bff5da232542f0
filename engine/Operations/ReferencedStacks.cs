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
            var stack = Parse(reference);
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

    private StackName Parse(string reference) => reference.Split('/') switch
    {
        [var name] => StackName.Parse(name, workspace.Project.Name),
        [var project, var name] => StackName.Parse(name, project),
        ["organization", var project, var name] => StackName.Parse(name, project),
        _ => throw new InvalidOperationRequestException("write `stack`, `project/stack` or `organization/project/stack`"),
    };
}
