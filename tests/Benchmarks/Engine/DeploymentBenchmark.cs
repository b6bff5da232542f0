using BenchmarkDotNet.Attributes;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Benchmarks.Engine;

/// <summary>Measures an update of a stack with many resources, including its journal and checkpoint on disk.</summary>
[MemoryDiagnoser]
public class DeploymentBenchmark
{
    private const int Resources = 1_000;
    private const string Salt = "v1:Jg2Vm0vmwcs=:v1:dKnxyaAYq7AEum9f:VsVcMHYR/MLjAHES0ELt2obGukechg==";
    private const string Passphrase = "open sesame 42";

    private DirectoryInfo _folder = null!;
    private StackOperations _operations = null!;

    /// <summary>Makes a stack without resources.</summary>
    [IterationSetup(Target = nameof(CreateThousandResources))]
    public void CreateEmptyStack()
    {
        _folder = Directory.CreateTempSubdirectory("infra-benchmark-");
        File.WriteAllText(Path.Combine(_folder.FullName, "Pulumi.yaml"), "name: benchmark\nruntime: dotnet\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "Pulumi.dev.yaml"), $"encryptionsalt: {Salt}\n");
        var workspace = Workspace.Open(
            new WorkspaceOptions
            {
                Directory = _folder.FullName,
                Providers = [new NothingProvider()],
                Environment = name => name == "PULUMI_CONFIG_PASSPHRASE" ? Passphrase : null,
            }
        );
        var stack = new StackName("benchmark", "dev");
        Await(workspace.Backend.CreateAsync(stack));
        _operations = new StackOperations(workspace, stack, () => new ManyResources(Resources));
    }

    /// <summary>Makes a stack that has all its resources.</summary>
    [IterationSetup(Target = nameof(FindThousandResourcesUnchanged))]
    public void CreateFullStack()
    {
        CreateEmptyStack();
        Await(CreateThousandResources());
    }

    /// <summary>Deletes the stack.</summary>
    [IterationCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    /// <summary>Creates everything.</summary>
    [Benchmark]
    public Task CreateThousandResources() => UpAsync();

    /// <summary>Finds everything as it should be.</summary>
    [Benchmark]
    public Task FindThousandResourcesUnchanged() => UpAsync();

#pragma warning disable RS0030 // BenchmarkDotNet's iteration setups are synchronous.
    private static void Await(Task task) => task.GetAwaiter().GetResult();
#pragma warning restore RS0030

    private async Task UpAsync()
    {
        var outcome = await _operations.UpAsync(new OperationOptions { SkipPreview = true }, _ => Task.FromResult(true), _ => { });
        if (outcome.Result != OperationResult.Succeeded)
        {
            throw new InvalidOperationException($"The update ended as {outcome.Result}.");
        }
    }
}
