using Likeness;
using Likeness.Running;

return args switch
{
    [WorkerPool.WorkerMode] => await Worker.RunAsync(),
    [CommandRunner.CommandMode, .. var arguments] => await HostedCommand.RunAsync(arguments),
    _ => await ReplayCommand.RunAsync(args),
};
