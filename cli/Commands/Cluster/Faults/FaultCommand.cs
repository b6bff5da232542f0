using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Simulator.Nodes.Faults;

namespace Infra.Cli.Commands.Cluster.Faults;

/// <summary><c>infra cluster fault</c>: faults of simulated clusters.</summary>
internal static class FaultCommand
{
    private static readonly (FaultType Type, string Target, string Example, string Description)[] _types =
    [
        (FaultType.Drain, "the node", "node-1", "Cordon a node and evict its pods, within their disruption budgets"),
        (FaultType.StopNode, "the node", "node-2", "Stop a node with its containers"),
        (FaultType.Partition, "the node", "node-2", "Cut a node off from the control plane; its containers run on"),
        (FaultType.LoseZone, "the zone", "a", "Stop all nodes of a zone"),
        (FaultType.SlowNode, "the node", "node-3", "Let containers on a node take ten times as long to start"),
        (FaultType.FailPulls, "the start of the image's name", "registry.example/web", "Let pulls of images fail"),
        (
            FaultType.FailProbe,
            "NAMESPACE/POD, where POD may be the start of names",
            "default/web-",
            "Let the readiness probes of pods fail"
        ),
    ];

    public static Command Create()
    {
        var command = new InfraCommand(
            "fault",
            "Cause faults in a running simulated cluster",
            ("infra cluster fault stop-node node-2 --stack dev --for 10m", "Stop a node for ten minutes"),
            ("infra cluster fault clear --stack dev", "End all faults")
        )
        {
            CreateKillPod(),
            CreateList(),
            CreateClear(),
        };
        foreach (var (type, target, example, description) in _types)
        {
            command.Add(CreateFault(type, target, example, description));
        }

        return command;
    }

    private static Command CreateFault(FaultType type, string targetDescription, string example, string description)
    {
        var selection = new ClusterSelection();
        var target = new Argument<string>("TARGET") { Description = char.ToUpperInvariant(targetDescription[0]) + targetDescription[1..] };
        var duration = FaultDuration.Create();
        var name = Fault.GetName(type);
        var command = new InfraCommand(
            name,
            description,
            ($"infra cluster fault {name} {example} --stack dev --for 5m", "For five minutes, in the cluster of the stack dev")
        )
        {
            target,
            duration,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
                {
                    var fault = await RunningCluster.UseAsync(files, cluster =>
                        cluster.BeginFaultAsync(
                            type,
                            parsed.GetRequiredValue(target),
                            FaultDuration.Get(parsed, duration),
                            cancellationToken
                        )
                    );
                    Console.WriteLine($"{fault.Name}: {name} {fault.Target} in '{files.Name}'{FaultDuration.Describe(fault)}");
                }

                return 0;
            }
        );
        return command;
    }

    private static Command CreateKillPod()
    {
        var selection = new ClusterSelection();
        var target = new Argument<string>("TARGET") { Description = "The pod, as NAMESPACE/POD" };
        target.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                result.AddError($"'{token.Value}' is not a pod: write NAMESPACE/POD.");
            }
        });
        var command = new InfraCommand(
            "kill-pod",
            "Kill a pod at once",
            ("infra cluster fault kill-pod default/web-0 --stack dev", "Kill the pod web-0")
        )
        {
            target,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var pod = parsed.GetRequiredValue(target).Split('/');
                foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
                {
                    await RunningCluster.UseAsync(files, async cluster =>
                    {
                        await cluster.KillPodAsync(pod[0], pod[1], cancellationToken);
                        return pod;
                    });
                    Console.WriteLine($"Killed {pod[0]}/{pod[1]} in '{files.Name}'");
                }

                return 0;
            }
        );
        return command;
    }

    private static Command CreateList()
    {
        var selection = new ClusterSelection();
        var command = new InfraCommand(
            "list",
            "List the faults in force",
            ("infra cluster fault list --stack dev", "List the faults in the cluster of the stack dev")
        );
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
                {
                    var faults = await RunningCluster.UseAsync(files, cluster => cluster.ListFaultsAsync(cancellationToken));
                    TextTable.Write(
                        ["NAME", "FAULT", "TARGET", "UNTIL"],
                        faults.Select(fault =>
                            new[] { fault.Name, Fault.GetName(fault.Type), fault.Target, FaultDuration.FormatEnd(fault) ?? "-" }
                        )
                    );
                }

                return 0;
            }
        );
        return command;
    }

    private static Command CreateClear()
    {
        var selection = new ClusterSelection();
        var name = new Argument<string?>("NAME") { Description = "The fault to end (default: all)", Arity = ArgumentArity.ZeroOrOne };
        var command = new InfraCommand("clear", "End faults", ("infra cluster fault clear --stack dev", "End all faults")) { name };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
                {
                    var ended = await RunningCluster.UseAsync(files, async cluster =>
                    {
                        IReadOnlyList<string> names = parsed.GetValue(name) is { } given
                            ? [given]
                            : [.. (await cluster.ListFaultsAsync(cancellationToken)).Select(fault => fault.Name)];
                        foreach (var one in names)
                        {
                            await cluster.EndFaultAsync(one, cancellationToken);
                        }

                        return names.Count;
                    });
                    Console.WriteLine($"Ended {ended} fault{(ended == 1 ? "" : "s")} in '{files.Name}'");
                }

                return 0;
            }
        );
        return command;
    }
}
