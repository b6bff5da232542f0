using System.CommandLine;

namespace Infra.Cli.Commands.Policies;

/// <summary><c>infra policy</c>: runs policy packs without an update.</summary>
internal static class PolicyCommand
{
    public static Command Create() =>
        new InfraCommand("policy", "Check stacks and manifests against policy packs")
        {
            CheckPoliciesCommand.Create(),
            ListPoliciesCommand.Create(),
        };
}
