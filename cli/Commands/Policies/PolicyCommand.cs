using System.CommandLine;

namespace Infra.Cli.Commands.Policies;

/// <summary><c>infra policy</c>: policy packs outside of an update.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new InfraCommand("policy", "Check stacks and manifests against policy packs")
    {
        CheckPoliciesCommand.Create(),
        ListPoliciesCommand.Create(),
    };
}
