using System.Globalization;
using System.Text;
using Infra.Rehearsal.Calibration;

namespace Rehearsal.Tests.Calibration;

/// <summary>Recordings of a shop whose numbers are known: the calibration must find them.</summary>
internal static class Shop
{
    public const double GatewayCpu = 0.004;
    public const double CatalogCpu = 0.009;
    public const double IdleCpu = 0.02;
    public const double GatewayLatency = 0.010;
    public const double CatalogTime = 0.012;
    public const double CallsOfCatalog = 1.5;
    public const double IdleMemory = 120 * 1024 * 1024;
    public const double RequestMemory = 200 * 1024;

    public static readonly IReadOnlyList<CalibratedService> Services =
    [
        new()
        {
            Name = "gateway",
            Namespace = "shop-prod",
            Calls = ["catalog"],
        },
        new() { Name = "catalog", Namespace = "shop-prod" },
    ];

    /// <summary>The requests per second of the gateway: they rise and fall in forty minutes.</summary>
    public static double Rate(double seconds) => 60 + 40 * Math.Sin(seconds / 2400 * 2 * Math.PI);

    /// <summary>The pods of the gateway, which are not in proportion to its load.</summary>
    public static int Pods(double seconds) => seconds < 3600 ? 2 : 3;

    public static double GatewayTime => GatewayLatency + GatewayCpu + CallsOfCatalog * CatalogTime;

    public static double Cpu(double seconds) => GatewayCpu * Rate(seconds) + IdleCpu * Pods(seconds);

    public static double Memory(double seconds) => IdleMemory * Pods(seconds) + RequestMemory * Rate(seconds) * GatewayTime;

    /// <summary>Two hours as a CSV file, a row each minute.</summary>
    public static string Csv()
    {
        var csv = new StringBuilder("service,seconds,rps,cpu_cores,pods,memory_bytes,latency_seconds,start_up_seconds\n");
        for (var seconds = 0; seconds < 7200; seconds += 60)
        {
            var (rate, startUp) = (Rate(seconds), seconds % 600 == 0 ? "12" : "");
            csv.Append(
                CultureInfo.InvariantCulture,
                $"gateway,{seconds},{rate},{Cpu(seconds)},{Pods(seconds)},{Memory(seconds)},{GatewayTime},{startUp}\n"
            );
            csv.Append(
                CultureInfo.InvariantCulture,
                $"catalog,{seconds},{rate * CallsOfCatalog},{rate * CallsOfCatalog * CatalogCpu + IdleCpu},1,{IdleMemory},{CatalogTime},\n"
            );
        }

        return csv.ToString();
    }
}
