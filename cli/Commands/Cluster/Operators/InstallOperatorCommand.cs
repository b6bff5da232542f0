using System.CommandLine;
using Infra.Simulator.Hosting;
using Infra.Simulator.Operators;

namespace Infra.Cli.Commands.Cluster.Operators;

/// <summary><c>infra cluster operator install</c>.</summary>
internal static class InstallOperatorCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var names = new Argument<string[]>("NAME")
        {
            Description = "The operators; `infra cluster operator list` shows all",
            Arity = ArgumentArity.OneOrMore,
        };
        names.AcceptOnlyFromAmong([.. OperatorDefinitions.All.Select(definitions => definitions.Name)]);
        var command = new InfraCommand(
            "install",
            "Create the CustomResourceDefinitions of operators; the cluster then stands in for them",
            ("infra cluster operator install strimzi --stack dev", "Let the stack's cluster run Kafka")
        )
        {
            names,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var chosen = parsed.GetRequiredValue(names).Distinct().ToList();
                await RunningCluster.ForEachAsync(
                    selection,
                    parsed,
                    async (cluster, client) =>
                    {
                        foreach (var definitions in OperatorDefinitions.All.Where(definitions => chosen.Contains(definitions.Name)))
                        {
                            await new OperatorAdministrator(client).InstallAsync(definitions, cancellationToken);
                            Console.WriteLine($"The cluster '{cluster.Name}' has {definitions.Title} {definitions.Version}");
                        }
                    },
                    cancellationToken
                );
                return 0;
            }
        );
        return command;
    }
}
