namespace Infra.Backend.Planning.Stores;

/// <summary>The names that are derived from the names of stores and services.</summary>
internal static class StoreNames
{
    /// <summary>The job that creates a store's users.</summary>
    public static string UserJob(string store) => $"{store}-users";

    /// <summary>The job that creates a store's topics.</summary>
    public static string TopicJob(string store) => $"{store}-topics";

    /// <summary>The CronJob that backs a store up.</summary>
    public static string Backup(string store) => $"{store}-backup";

    /// <summary>The CronJob that restores the newest backup of a store on trial.</summary>
    public static string Drill(string store) => $"{store}-drill";

    /// <summary>The ConfigMap that records what a store is.</summary>
    public static string Record(string store) => $"{store}-store";

    /// <summary>The Secret of a store's administrator.</summary>
    public static string AdministratorSecret(string store) => $"{store}-admin";

    /// <summary>The Secret of a service's user.</summary>
    public static string UserSecret(string store, string service) => $"{store}-{service}";

    /// <summary>The key of a service in an existing Secret of a store.</summary>
    public static string UserKey(string service, string key) => $"{service}.{key}";

    /// <summary>The user of a service: servers need no quotes around it.</summary>
    public static string User(string service) => service.Replace('-', '_');

    /// <summary>The database of a store that names none: servers need no quotes around it.</summary>
    public static string Database(string store) => store.Replace('-', '_');
}
