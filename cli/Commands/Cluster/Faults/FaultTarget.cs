using System.CommandLine;

namespace Infra.Cli.Commands.Cluster.Faults;

/// <summary>Checks the targets of faults.</summary>
internal static class FaultTarget
{
    /// <summary>Requires <c>NAMESPACE/POD</c>.</summary>
    public static void RequirePod(Argument<string> target) =>
        target.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                result.AddError($"'{token.Value}' is not a pod: write NAMESPACE/POD.");
            }
        });

    /// <summary>Requires a text that is not empty.</summary>
    public static void RequireText(Argument<string> target) =>
        target.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError("the target is empty.");
            }
        });
}
