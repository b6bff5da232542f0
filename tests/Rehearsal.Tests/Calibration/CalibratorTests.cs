using CsCheck;
using Infra.Rehearsal.Calibration;

namespace Rehearsal.Tests.Calibration;

/// <summary>Numbers are found in recordings, each with its confidence.</summary>
public sealed class CalibratorTests
{
    [Fact]
    public void Run_OnRecordingsOfKnownNumbers_FindsThem()
    {
        var result = Calibrator.Run(Shop.Csv(), "shop.csv", Shop.Services);

        var gateway = result.Services[0];
        AssertClose(Shop.GatewayCpu, gateway.Cpu, 0.01);
        AssertClose(Shop.IdleCpu, gateway.IdleCpu, 0.01);
        AssertClose(Shop.GatewayLatency, gateway.Latency, 0.05);
        AssertClose(Shop.IdleMemory, gateway.IdleMemory, 0.01);
        AssertClose(Shop.RequestMemory, gateway.RequestMemory, 0.01);
        AssertClose(12, gateway.StartUp, 0.01);
        AssertClose(Shop.CallsOfCatalog, gateway.Calls["catalog"], 0.01);
        AssertClose(Shop.CatalogCpu, result.Services[1].Cpu, 0.01);
        Assert.Equal(Confidence.High, gateway.Cpu!.Confidence);
        Assert.Equal("gateway", Assert.Single(result.Loads).Service);
        Assert.Equal(["catalog: shop.csv has no values of start_up_seconds"], result.Gaps);
    }

    [Fact]
    public void Write_OfTheShop_IsTheGolden()
    {
        var result = Calibrator.Run(Shop.Csv(), "shop.csv", Shop.Services);

        Golden.AssertCurrent("calibrated.yaml", ScenarioWriter.Write(result));
    }

    [Fact]
    public void Write_ForAReplay_NamesTheFile()
    {
        var result = Calibrator.Run(Shop.Csv(), "shop.csv", Shop.Services);

        var yaml = ScenarioWriter.Write(result, new Dictionary<string, string> { ["gateway"] = "peak-gateway.csv" });
        var lines = ScenarioWriter.WriteLoad(result.Loads[0]).TrimEnd().Split('\n');

        Assert.Contains("  gateway:\n    file: \"peak-gateway.csv\" # 120 samples", yaml, StringComparison.Ordinal);
        Assert.Equal(("seconds,rps", "0,60", 121), (lines[0], lines[1], lines.Length));
    }

    [Fact]
    public void Run_WithNoise_FindsTheCpuWithinItsError() =>
        Gen.Select(Gen.Double[0.001, 0.1], Gen.Double[0.01, 0.5], Gen.Int[0, 1 << 30])
            .Sample(
                (perRequest, idle, seed) =>
                {
                    var random = new Random(seed);
                    var rows = Enumerable
                        .Range(0, 200)
                        .Select(index =>
                        {
                            var (rate, pods) = (10 + 90 * random.NextDouble(), 1 + index / 50);
                            var cpu = (perRequest * rate + idle * pods) * (0.98 + 0.04 * random.NextDouble());
                            return FormattableString.Invariant($"a,{index},{rate},{cpu},{pods}");
                        });

                    var found = Run(rows, "service,seconds,rps,cpu_cores,pods").Cpu!;

                    // The interval has 95 % of the cases: three times its width has all of them.
                    Assert.InRange(found.Value, perRequest - 3 * found.Error!.Value - 1e-9, perRequest + 3 * found.Error.Value + 1e-9);
                },
                iter: 100
            );

    [Fact]
    public void Run_OnALoadThatNeverVaries_DoesNotPretendToKnow()
    {
        var rows = Enumerable.Range(0, 100).Select(index => $"a,{index},50,1,2");

        var found = Run(rows, "service,seconds,rps,cpu_cores,pods");

        Assert.Equal(0.02, found.Cpu!.Value, 1e-9);
        Assert.Equal(Confidence.Low, found.Cpu.Confidence);
        Assert.Null(found.IdleCpu);
    }

    [Fact]
    public void Run_WithTwoCallersThatRiseTogether_SaysThatTheyCannotBeToldApart()
    {
        var rows = Enumerable
            .Range(1, 100)
            .SelectMany(index => (string[])[$"a,{index},{index}", $"b,{index},{2 * index}", $"c,{index},{3 * index}"]);
        CalibratedService[] services = [Service("a", "c"), Service("b", "c"), Service("c")];

        var result = Calibrator.Run("service,seconds,rps\n" + string.Join('\n', rows), "rates.csv", services);

        Assert.Contains("calls of c by a, b: the recordings do not tell the callers apart", result.Gaps);
        Assert.All(result.Services, service => Assert.Empty(service.Calls));
    }

    [Fact]
    public void Run_WithTwoCallers_FindsTheCallsOfEach()
    {
        var rows = Enumerable
            .Range(1, 100)
            .SelectMany(index =>
            {
                var (a, b) = (index, 20 + index * 7 % 50);
                return (string[])[$"a,{index},{a}", $"b,{index},{b}", FormattableString.Invariant($"c,{index},{0.5 * a + 2 * b}")];
            });
        CalibratedService[] services = [Service("a", "c"), Service("b", "c"), Service("c")];

        var result = Calibrator.Run("service,seconds,rps\n" + string.Join('\n', rows), "rates.csv", services);

        AssertClose(0.5, result.Services[0].Calls["c"], 0.001);
        AssertClose(2, result.Services[1].Calls["c"], 0.001);
    }

    [Theory]
    [InlineData("service,rps\n", "shop.csv:1: has no column 'seconds'")]
    [InlineData("service,seconds,bananas\n", "shop.csv:1: unknown column 'bananas'")]
    [InlineData("service,seconds,rps,rps\n", "shop.csv:1: has the column 'rps' twice")]
    [InlineData("service,seconds,rps\na,0\n", "shop.csv:2: has 2 cells, but the heading has 3")]
    [InlineData("service,seconds,rps\na,x,3\n", "shop.csv:2: 'x' are no seconds")]
    [InlineData("service,seconds,rps\na,0,-3\n", "shop.csv:2: '-3' in the column 'rps' is no number from 0 to 1e12")]
    [InlineData("service,seconds,rps\na,0,1e300\n", "shop.csv:2: '1e300' in the column 'rps' is no number from 0 to 1e12")]
    [InlineData("service,seconds,rps\na,0,NaN\n", "shop.csv:2: 'NaN' in the column 'rps' is no number from 0 to 1e12")]
    [InlineData("service,seconds,rps\na,1e300,1\n", "shop.csv:2: '1e300' are no seconds")]
    [InlineData("service,seconds,rps\nother,0,3\n", "shop.csv: nothing is recorded of the services")]
    public void Run_OnABrokenFile_SaysWhereAndWhy(string csv, string expected)
    {
        var failure = Assert.Throws<CalibrationException>(() => Calibrator.Run(csv, "shop.csv", Shop.Services));

        Assert.StartsWith(expected, failure.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfHostileNames_KeepsThemInTheirPlace()
    {
        const string Name = "a: {b: \"c\n# d";
        var found = new ServiceEstimates { Service = Name, Cpu = new Estimate(0.004, 0.0001, 100, "x\ny: z") };
        var result = new CalibrationResult
        {
            Source = "s\nload: {}",
            Services = [found],
            Loads = [],
            Gaps = ["g\nh: i"],
        };

        var lines = ScenarioWriter.Write(result).TrimEnd().Split('\n');

        Assert.All(lines, line => Assert.Matches("^(#|services:$|  \"a: \\{b:|    cpu: 4ms # high)", line));
    }

    private static CalibratedService Service(string name, params string[] calls) =>
        new()
        {
            Name = name,
            Namespace = "n",
            Calls = calls,
        };

    private static ServiceEstimates Run(IEnumerable<string> rows, string heading) =>
        Calibrator.Run($"{heading}\n{string.Join('\n', rows)}", "a.csv", [Service("a")]).Services[0];

    private static void AssertClose(double expected, Estimate? found, double part)
    {
        Assert.NotNull(found);
        Assert.InRange(found.Value, expected * (1 - part), expected * (1 + part));
    }
}
