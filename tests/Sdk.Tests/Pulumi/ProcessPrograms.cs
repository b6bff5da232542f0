using Moq;
using Pulumi;

namespace Sdk.Tests.Programs;

/// <summary>Programs that tests run in their own processes: this assembly with a program's name as its argument.</summary>
internal static class ProcessPrograms
{
    public const string Configured = nameof(Configured);
    public const string Throwing = nameof(Throwing);
    public const string ErrorLogging = nameof(ErrorLogging);
    public const string FromServices = nameof(FromServices);

    public static Task<int> Main(string[] args) =>
        args switch
        {
            [Configured] => Deployment.RunAsync(() => new Dictionary<string, object?> { ["size"] = new Config().RequireInt32("size") }),
            [Throwing] => Deployment.RunAsync(new Action(() => throw new InvalidOperationException("the moon is full"))),
            [ErrorLogging] => Deployment.RunAsync(() => Log.Error("no good")),
            [FromServices] => Deployment.RunAsync<StackOfServices>(Services()),
            _ => throw new ArgumentException($"There is no program '{string.Join(' ', args)}'."),
        };

    private static IServiceProvider Services()
    {
        var services = new Mock<IServiceProvider>();
        services.Setup(container => container.GetService(typeof(StackOfServices))).Returns(() => new StackOfServices("from the container"));
        return services.Object;
    }

    /// <summary>A stack that only a service provider can create.</summary>
    private sealed class StackOfServices(string greeting) : Stack
    {
        [Output("greeting")]
        public Output<string> Greeting { get; private set; } = Output.Create(greeting);
    }
}
