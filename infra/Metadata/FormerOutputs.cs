using System.Collections.Immutable;
using Pulumi;

namespace Infra.Backend.Metadata;

/// <summary>
/// The stack's own outputs as its last successful update has left them: the only place where a program finds what it has done before.
/// </summary>
internal static class FormerOutputs
{
    private const string Function = "pulumi:pulumi:readStackOutputs";

    /// <summary>Reads an output; null if the stack has none of that name, as before its first update.</summary>
    public static Output<object?> Read(string name)
    {
        var own = Deployment.Instance;
        return own.Invoke<ImmutableDictionary<string, object>>(
                Function,
                new StackOutputsArgs { Name = $"{own.OrganizationName}/{own.ProjectName}/{own.StackName}" }
            )
            .Apply(answer => (answer.GetValueOrDefault("outputs") as ImmutableDictionary<string, object>)?.GetValueOrDefault(name));
    }

    private sealed class StackOutputsArgs : InvokeArgs
    {
        [Input("name", required: true)]
        public string? Name { get; set; }
    }
}
