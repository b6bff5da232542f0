using System.Runtime.InteropServices;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Benchmarks.Clusters;
using Benchmarks.Commands;
using Benchmarks.Engine;
using Benchmarks.Images;
using Benchmarks.Measuring;
using Benchmarks.Policies;
using Benchmarks.Programs;
using Benchmarks.Simulator;

const string Usage = """
    Measures the speed and memory figures of the README. Prints Markdown tables.

    dotnet run --project tests/Benchmarks -c Release -- <benchmark>

      program     a Pulumi program with a minimal engine in another process: CPU and memory per resource, start-up
      compile     compile time and size of Pulumi.Kubernetes
      commands    `infra up`, `preview` and `explain` of the stack dev as processes, and the check whether the program must be built
      render      `infra render` of a catalogue of 2,000 services as a process
      lifecycle   `infra up`, `refresh` and `destroy` of 1,000 and 10,000 ConfigMaps as processes, and the size and loading of their state
      nodes       `infra up` without a change of a stack with a K3s cluster of six nodes, on a fake Docker engine; needs kubectl
      export      `infra images export` of 5 GiB from a registry that generates them
      policies    the policy pack as a process: start-up, and 5,000 resources against every rule
      engine      a deployment of 1,000 resources with a provider that does nothing (BenchmarkDotNet)
      simulator   1,000 pods until they are ready, in virtual time (BenchmarkDotNet)
      cluster     the limits of the simulated cluster, each in a process: ready, create, list, plain, spread, anti, day,
                  rehearse-shop, rehearse-limit, rehearse-day, capacity;
                  names after `cluster` select some of them

    `program`, `commands`, `render`, `lifecycle`, `nodes`, `export` and `cluster` read CPU time and memory from /proc, so they run on Linux only.
    """;

switch (args)
{
    case [] when ConfigMapProgram.IsStarted:
        return await ConfigMapProgram.RunAsync();
    case [KubernetesProgram.Verb, var count]:
        return await KubernetesProgram.RunAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
    case ["program"] when RuntimeInformation.IsOSPlatform(OSPlatform.Linux):
        Console.WriteLine(await ProgramBenchmark.RunAsync());
        return 0;
    case ["compile"]:
        Console.WriteLine(await CompileBenchmark.RunAsync());
        return 0;
    case ["commands"] when RuntimeInformation.IsOSPlatform(OSPlatform.Linux):
        Console.WriteLine(await CommandBenchmark.RunAsync());
        return 0;
    case ["render"] when RuntimeInformation.IsOSPlatform(OSPlatform.Linux):
        Console.WriteLine(await RenderBenchmark.RunAsync());
        return 0;
    case ["lifecycle"] when RuntimeInformation.IsOSPlatform(OSPlatform.Linux):
        Console.WriteLine(await LifeCycleBenchmark.RunAsync());
        return 0;
    case ["nodes"] when RuntimeInformation.IsOSPlatform(OSPlatform.Linux):
        Console.WriteLine(await NodesBenchmark.RunAsync());
        return 0;
    case ["export"] when RuntimeInformation.IsOSPlatform(OSPlatform.Linux):
        Console.WriteLine(await ExportBenchmark.RunAsync());
        return 0;
    case ["policies"]:
        Console.WriteLine(await PolicyBenchmark.RunAsync());
        return 0;
    case ["engine"]:
        BenchmarkRunner.Run<DeploymentBenchmark>(InProcess());
        return 0;
    case ["cluster", .. var names] when RuntimeInformation.IsOSPlatform(OSPlatform.Linux):
        Console.WriteLine(await ClusterBenchmark.RunAsync(names));
        return 0;
    case [ClusterBenchmark.Verb, var name]:
        Console.WriteLine(await ClusterBenchmark.MeasureAsync(name));
        return 0;
    case ["simulator"]:
        BenchmarkRunner.Run<ReadyPodsBenchmark>(InProcess());
        return 0;
    default:
        Console.WriteLine(Usage);
        return args is ["--help" or "-h"] ? 0 : 2;
}

static ManualConfig InProcess() =>
    DefaultConfig.Instance.AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(1).WithIterationCount(5));
