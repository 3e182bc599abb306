using PruningLab.Server.Hosting;

return await ServerRunner.RunAsync(args);
