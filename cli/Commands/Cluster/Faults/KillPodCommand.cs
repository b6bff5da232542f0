using System.CommandLine;

namespace Infra.Cli.Commands.Cluster.Faults;

/// <summary><c>infra cluster fault kill-pod</c>.</summary>
internal static class KillPodCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var target = new Argument<string>("TARGET") { Description = "The pod, as NAMESPACE/POD" };
        FaultTarget.RequirePod(target);
        var command = new InfraCommand(
            "kill-pod",
            "Kill the containers of a pod; its restart policy decides which start again",
            ("infra cluster fault kill-pod default/web-0 --stack dev", "Kill the containers of the pod web-0")
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
}
