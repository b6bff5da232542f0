using System.CommandLine;
using Likeness;
using Likeness.Running;

return args switch
{
    [WorkerPool.WorkerMode] => await Worker.RunAsync(),
    [CommandRunner.CommandMode, .. var arguments] => await HostedCommand.RunAsync(arguments),
    _ => await new RootCommand("Compare this repository with recordings of others") { PulumiCommand.Create(), KubernetesCommand.Create() }
        .Parse(args)
        .InvokeAsync(),
};
