using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Terminal;
using Infra.Kubernetes;
using Infra.Simulator.Nodes.Faults;

namespace Infra.Cli.Commands.Cluster.Faults;

/// <summary><c>infra cluster fault</c>: faults of simulated clusters.</summary>
internal static class FaultCommand
{
    private static readonly (FaultType Type, string Target, string Example, string Description)[] _types =
    [
        (
            FaultType.Drain,
            "the node",
            "infra cluster fault drain node-1 --stack dev --for 5m",
            "Cordon a node and evict its pods, within their disruption budgets"
        ),
        (FaultType.StopNode, "the node", "infra cluster fault stop-node node-2 --stack dev --for 5m", "Stop a node with its containers"),
        (
            FaultType.Partition,
            "the node",
            "infra cluster fault partition node-2 --stack dev --for 5m",
            "Cut a node off from the control plane; its containers run on"
        ),
        (FaultType.LoseZone, "the zone", "infra cluster fault lose-zone a --stack dev --for 5m", "Stop all nodes of a zone"),
        (
            FaultType.SlowNode,
            "the node",
            "infra cluster fault slow-node node-3 --stack dev --for 5m",
            "Let containers on a node take ten times as long to start"
        ),
        (
            FaultType.FailPulls,
            "the start of the image's name",
            "infra cluster fault fail-pulls registry.example/web --stack dev --for 5m",
            "Let pulls of images fail"
        ),
        (
            FaultType.FailProbe,
            "NAMESPACE/POD, where POD may be the start of names",
            "infra cluster fault fail-probe default/web- --stack dev --for 5m",
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
            KillPodCommand.Create(),
            CreateList(),
            CreateClear(),
        };
        foreach (var (type, target, example, description) in _types)
        {
            command.Add(CreateFault(type, target, example, description));
        }

        return command;
    }

    private static InfraCommand CreateFault(FaultType type, string targetDescription, string example, string description)
    {
        var selection = new ClusterSelection();
        var target = new Argument<string>("TARGET") { Description = char.ToUpperInvariant(targetDescription[0]) + targetDescription[1..] };
        if (type == FaultType.FailProbe)
        {
            FaultTarget.RequirePod(target);
        }
        else
        {
            FaultTarget.RequireText(target);
        }

        var duration = FaultDuration.Create();
        var name = Fault.GetName(type);
        var command = new InfraCommand(name, description, (example, "For five minutes, in the cluster of the stack dev"))
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
                            DurationOption.Get(parsed, duration),
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

    private static InfraCommand CreateList()
    {
        var selection = new ClusterSelection();
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "list",
            "List the faults in force",
            ("infra cluster fault list --stack dev", "List the faults in the cluster of the stack dev")
        )
        {
            json,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var found = new List<(string Cluster, Fault Fault)>();
                foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
                {
                    var faults = await RunningCluster.UseAsync(files, cluster => cluster.ListFaultsAsync(cancellationToken));
                    found.AddRange(faults.Select(fault => (files.Name, fault)));
                }

                if (parsed.GetValue(json))
                {
                    Console.WriteLine(new JsonArray([.. found.Select(one => ToJson(one.Cluster, one.Fault))]).ToJsonString());
                }
                else if (found.Count == 0)
                {
                    Console.WriteLine("No faults are in force.");
                }
                else
                {
                    TextTable.Write(
                        ["CLUSTER", "NAME", "FAULT", "TARGET", "UNTIL"],
                        found.Select(one =>
                            new[]
                            {
                                one.Cluster,
                                one.Fault.Name,
                                Fault.GetName(one.Fault.Type),
                                one.Fault.Target,
                                FaultDuration.FormatEnd(one.Fault) ?? "-",
                            }
                        )
                    );
                }

                return 0;
            }
        );
        return command;
    }

    private static InfraCommand CreateClear()
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
                        var given = parsed.GetValue(name);
                        var names = (await cluster.ListFaultsAsync(cancellationToken))
                            .Select(fault => fault.Name)
                            .Where(one => given is null || one == given)
                            .ToList();
                        if (given is not null && names.Count == 0)
                        {
                            throw new UsageException(
                                $"There is no fault '{given}' in '{files.Name}': `infra cluster fault list` shows those in force."
                            );
                        }

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

    private static JsonObject ToJson(string cluster, Fault fault) =>
        new()
        {
            ["cluster"] = cluster,
            ["name"] = fault.Name,
            ["fault"] = Fault.GetName(fault.Type),
            ["target"] = fault.Target,
            ["until"] = fault.Until is { } until ? Timestamps.Format(until) : null,
        };
}
